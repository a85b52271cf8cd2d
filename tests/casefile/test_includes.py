"""Cases in several files."""

from __future__ import annotations

import pytest
from casefile.good_case import GOOD

from irenic.casefile.reader import find_problems, read_case, read_text

TOP = "irenic: 1\ntitle: T\nclaims: {estate: 1, amounts: {a: 1, b: 1}}\n"
PARTIES = "parties: {a: {name: A}, b: {name: B}}\n"


def write(folder, **files: str):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".yaml").write_text(text, encoding="utf-8")
    return folder


def sections() -> dict[str, str]:
    """Return the good case cut into its top-level sections."""
    found: dict[str, str] = {}
    for line in GOOD.splitlines(keepends=True):
        if not line.startswith(" "):
            name = line.partition(":")[0]
        found[name] = found.get(name, "") + line
    return found


def test_a_case_cut_into_one_file_per_section_is_the_same_case(tmp_path):
    parts = sections()
    head = parts.pop("irenic") + parts.pop("title") + parts.pop("parties")
    names = ", ".join(f"parts/{name}.yaml" for name in parts)
    write(
        tmp_path, case=f"{head}include: [{names}]\n", **{f"parts__{k}": v for k, v in parts.items()}
    )
    assert read_case(tmp_path) == read_text(GOOD)


def test_lists_and_ids_of_several_files_are_joined_in_order(tmp_path):
    write(
        tmp_path,
        case=TOP + "include: [sub/one.yaml]\nparties: {a: {name: A}}\n",
        sub__one="irenic: 1\ninclude: [two.yaml]\nparties: {b: {name: B}}\n",
        sub__two="absent: {c: {name: C}}\n",
    )
    case = read_case(tmp_path / "case.yaml")
    assert case.party_ids == ("a", "b")
    assert [absent.id for absent in case.absent] == ["c"]


@pytest.mark.parametrize(
    ("files", "place", "found"),
    [
        ({"case": TOP + PARTIES + "include: [case.yaml]"}, ("case", 5),
         "'case.yaml', which includes this file in turn"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "include: [case.yaml]"}, ("b", 1),
         "'case.yaml', which includes this file in turn"),
        ({"case": TOP + PARTIES + "include: [b.yaml, b.yaml]", "b": "absent: {}"}, ("case", 5),
         "'b.yaml' a second time"),
        ({"case": TOP + PARTIES + "include: [none.yaml]"}, ("case", 5),
         "'none.yaml', which does not exist"),
        ({"case": TOP + PARTIES + "include: [../x.yaml]"}, ("case", 5),
         "'../x.yaml', which leaves the folder of the case"),
        ({"case": TOP + PARTIES + "include: [/etc/passwd]"}, ("case", 5),
         "'/etc/passwd', which leaves the folder of the case"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "parties: {a: {name: A}}"}, ("b", 1),
         "the id 'a' a second time"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "title: U"}, ("b", 1),
         "a second 'title'"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "absent: {c: {nam: C}}"}, ("b", 1),
         "the unknown key 'nam'"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "- x"}, ("b", 1),
         "a list of 1 entry"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "irenic: 2"}, ("b", 1),
         "a second 'irenic'"),
        ({"case": TOP + PARTIES + "include: [b.yaml]", "b": "parties: [c]"}, ("b", 1),
         "a list of 1 entry"),
        ({"case": TOP + PARTIES + "include: b.yaml", "b": ""}, ("case", 5), "'b.yaml'"),
        ({"case": TOP + PARTIES + "include: [[b.yaml]]", "b": ""}, ("case", 5),
         "a list of 1 entry"),
        ({"case": TOP + PARTIES + "include: [sub]", "sub/x": ""}, ("case", 5),
         "'sub': is a directory"),
    ],
)  # fmt: skip
def test_a_wrong_include_is_one_problem_with_its_line(tmp_path, files, place, found):
    write(tmp_path, **{name.replace("/", "__"): text for name, text in files.items()})
    (problem,) = find_problems(tmp_path / "case.yaml")
    assert found in problem.found
    assert (problem.file, problem.line) == (str(tmp_path / f"{place[0]}.yaml"), place[1])


def test_a_symbolic_link_out_of_the_folder_is_not_followed(tmp_path):
    inside = write(tmp_path / "in", case=TOP + "include: [link.yaml]\n")
    write(tmp_path, outside=PARTIES)
    (inside / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    problems = find_problems(inside)
    assert [p.found for p in problems if p.where == "include[1]"] == [
        "'link.yaml', which leaves the folder of the case"
    ]
    assert "no key 'parties'" in [p.found for p in problems]


def test_links_in_a_circle_are_a_problem(tmp_path):
    write(tmp_path, case=TOP + PARTIES + "include: [loop.yaml]\n")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (problem,) = find_problems(tmp_path)
    assert problem.line == 5


def test_many_files_are_refused(tmp_path):
    names = [f"f{k}" for k in range(60)]
    listing = ", ".join(f"{name}.yaml" for name in names)
    write(
        tmp_path,
        case=TOP + PARTIES + f"include: [{listing}]\n",
        **dict.fromkeys(names, "absent: {}"),
    )
    problems = find_problems(tmp_path)
    assert {p.found for p in problems} == {"more than 50 files"}


def test_the_size_limit_holds_for_all_files_together(tmp_path):
    filler = "absent: {}\n" + "#" * 200_000
    write(
        tmp_path,
        case=TOP + PARTIES + "include: [a.yaml, b.yaml, c.yaml]\n",
        a=filler,
        b=filler,
        c=filler,
    )
    (problem,) = find_problems(tmp_path)
    assert problem.found == "more than 500,000 bytes"
    assert problem.line == 5


def test_a_text_without_a_file_cannot_include(tmp_path):
    from irenic.errors import CaseError

    with pytest.raises(CaseError, match="only a case that is read from a file can include others"):
        read_text(TOP + PARTIES + "include: [b.yaml]")
