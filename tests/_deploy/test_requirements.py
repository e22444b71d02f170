"""``requirements.txt`` is checked line by line."""

import pytest

from cdf_functions._deploy.requirements import check_requirements

GOOD = """\
# a comment
numpy
pandas[excel,parquet] >=2, <4  # another comment
httpx==0.28.1 ; python_version >= "3.11"
  indented ~= 1.0

-r more.txt
-c constraints.txt
--index-url https://user:pw@example.com/simple
--extra-index-url=https://example.com/simple
attrs==25.1.0 --hash=sha256:c75a69e28a550a7e93789579c22aa26b0f5b83b75dc4e08fe092980051e1090a
six==1.17.0 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
package @ https://example.com/package-1.0-py3-none-any.whl
git+https://example.com/a/b.git@main#egg=b
https://example.com/package.zip
function/own-1.0-py3-none-any.whl
own-1.0-py3-none-any.whl
./vendored
-e .
pinned==${VERSION}
"""


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbfnumpy\n",
        "numpy\n".encode("utf-16"),
        b"",
        b"\\",
    ],
    ids=["unix", "windows", "with mark", "powershell", "empty", "nothing joined to nothing"],
)
def test_what_pip_takes(content: bytes) -> None:
    """Whatever pip can read, or only pip can judge, passes."""
    check_requirements(content)


def test_every_bad_line_is_named() -> None:
    """Each line that is no requirement is named with its number, where it begins, and with what is wrong."""
    content = b"numpy\n\nnumpy=1.0\nsix==1 \\\n  --hash=sha256:a\npandas \\\n  2.0\nnot a name\n"
    with pytest.raises(ValueError, match="is not a requirement") as caught:
        check_requirements(content)
    lines = str(caught.value).splitlines()
    assert [line.split(" is not")[0] for line in lines] == [
        "requirements.txt:3: 'numpy=1.0'",
        "requirements.txt:6: 'pandas   2.0'",
        "requirements.txt:8: 'not a name'",
    ]
    assert all("Expected" in line for line in lines)


def test_not_text() -> None:
    """A file in some old encoding is refused rather than guessed at."""
    with pytest.raises(ValueError, match=r"requirements\.txt is not UTF-8"):
        check_requirements("# für\nnumpy".encode("latin-1"))
