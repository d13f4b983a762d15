#!/usr/bin/env python3
"""Write the small workbooks beside this file; needs openpyxl==3.1.5 and XlsxWriter==3.3.1.

They are checked in, so that the tests need neither. Run it again only to change them.
"""

import datetime
import re
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

HERE = Path(__file__).resolve().parent
WHEN = datetime.datetime(2026, 1, 2)
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsxwriter_book() -> None:
    """Shared strings, a rich one, numbers, truth values, gaps, and a second sheet."""
    book = xlsxwriter.Workbook(str(HERE / "xlsxwriter.xlsx"))
    book.set_properties({"created": WHEN})
    sheet = book.add_worksheet("結果")
    bold = book.add_format({"bold": True})
    sheet.write_row(1, 0, ["text", "true_label", "pred_label", "score"])  # row 1 stays empty
    sheet.write_row(2, 0, ["價格便宜，但質量不行", 0, 1, 0.1])
    sheet.write_rich_string(3, 0, "很", bold, "喜歡", "！")
    sheet.write_row(3, 1, [1, 1, 2.5e-7])
    sheet.write(5, 0, "two\nlines & <tags>")  # row 5 stays empty, two cells are missing
    sheet.write(5, 3, True)
    sheet.merge_range(6, 0, 6, 1, "merged")
    book.add_worksheet("second").write_column(0, 0, ["text", "other sheet"])
    book.close()


def openpyxl_books() -> None:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = WHEN
    book.active.append(["text", "label", "score"])
    book.active.append(["好", "pos", 0.5])
    book.active.append(["壞", "neg", "=0.25+0.25"])  # openpyxl stores no value for it
    book.save(HERE / "formula.xlsx")


def written_book(name: str, sheet: str, strings: str = "", claim: int | None = None) -> None:
    """A workbook of hand-written XML, with names in a prefix as some programs write them."""
    workbook = f"""<x:workbook xmlns:x="m" xmlns:r="{RELATION}"><x:sheets>
<x:sheet name="One" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>"""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}"><Relationship Id="a"
 Type="{RELATION}/officeDocument" Target="/book/workbook.xml"/></Relationships>""",
        "book/workbook.xml": workbook,
        "book/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}">
<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="../sheets/one.xml"/>
<Relationship Id="rId2" Type="{RELATION}/sharedStrings" Target="strings.xml"/></Relationships>""",
        "sheets/one.xml": sheet,
        "book/strings.xml": strings or '<x:sst xmlns:x="m"></x:sst>',
    }
    path = HERE / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part, text in parts.items():
            out.writestr(zipfile.ZipInfo(part, WHEN.timetuple()[:6]), text)
    if claim is not None:  # a directory that says the sheet is this large when unpacked
        data = bytearray(path.read_bytes())
        for found in re.finditer(re.escape(b"sheets/one.xml"), bytes(data)):
            if data[found.start() - 46 : found.start() - 42] == b"PK\x01\x02":
                data[found.start() - 22 : found.start() - 18] = claim.to_bytes(4, "little")
        path.write_bytes(data)


def sheet_of(rows: str) -> str:
    return f'<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetData>{rows}</x:sheetData></x:worksheet>'


def written_books() -> None:
    written_book(
        "odd.xlsx",
        sheet_of(
            # Places left out, inline texts, how a word is read, comments, CDATA, references.
            '<x:row><x:c t="inlineStr"><x:is><x:t>text</x:t></x:is></x:c>'
            '<x:c t="inlineStr"><x:is><x:t>label</x:t></x:is></x:c></x:row>'
            '<!-- <x:row> -- > --><x:row r="7" note="a>b"><x:c r="B7" t="str"><x:f>A1</x:f><x:v>5 &gt; 4'
            " &amp;amp; &#x597D;&#22351;</x:v></x:c></x:row>"
            '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>a'
            "</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh><x:r><x:t><![CDATA[<b>]]></x:t></x:r></x:is>"
            '</x:c></x:row><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c t="str"><x:v/></x:c></x:row>'
        ),
        '<x:sst xmlns:x="m"><x:si><x:t xml:space="preserve"> 漢字 </x:t><x:rPh sb="0" eb="2"><x:t>'
        "kanji</x:t></x:rPh></x:si><x:si><x:t>a_x000D_b_x005F_x000D_</x:t></x:si></x:sst>",
    )
    written_book(
        "error.xlsx",
        sheet_of(
            "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c>"
            '<c t="e"><v>#N/A</v></c></row><row><c><v>5</v></c><c><v>6</v></c></row>'
        ),
    )
    written_book("index.xlsx", sheet_of('<row><c t="s"><v>0</v></c></row>'))
    written_book("place.xlsx", sheet_of('<row r="3"/><row r="2"/>'))
    written_book("cut_xml.xlsx", "<worksheet><sheetData><row><c><v>1</v></c></row>")
    written_book("large.xlsx", sheet_of("<row><c><v>1</v></c></row>"), claim=(512 << 20) + 1)
    written_book("header_only.xlsx", sheet_of("<row><c><v>1</v></c></row>"))


def damaged_books() -> None:
    whole = (HERE / "xlsxwriter.xlsx").read_bytes()
    (HERE / "cut_zip.xlsx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(HERE / "odd.xlsx") as book:
        info = book.getinfo("sheets/one.xml")
    data = bytearray((HERE / "odd.xlsx").read_bytes())
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(info.filename)] != info.filename.encode():
        at = data.find(b"PK\x01\x02", at + 1)
    data[at + 16] ^= 0xFF  # of the sheet's check sum
    (HERE / "check_sum.xlsx").write_bytes(data)


if __name__ == "__main__":
    xlsxwriter_book()
    openpyxl_books()
    written_books()
    damaged_books()
