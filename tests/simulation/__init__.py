"""The async client on made-up time, over a made-up network, against a model of the service: all drawn from one seed."""
