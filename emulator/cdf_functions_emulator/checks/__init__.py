"""What may be deployed: the rules of ``functions.create`` of our client, written anew, as the emulator imports none.

``tests/emulator/test_same_rules.py`` holds the two to the same verdicts.
"""
