"""Real documents, and the packages that carry them.

Debian's packages are of the release that the machine has; what they carry is named without versions.
A file name may be a pattern, of which the first `most` files in order of their names are taken.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A package of Debian's or PyPI's, and the files in it."""

    package: str
    files: tuple
    most: int = 2
    is_wheel: bool = False
    """Whether they are in the wheel; the source archive has the tests' documents, too."""

    @property
    def is_python(self):
        return "==" in self.package


def source(package, *files, **options):
    return Source(package, files, **options)


DOC = "usr/share/doc"
SYMFONY = "usr/share/php/Symfony/Component"
SOURCES = [
    # HTML: DocBook's, AsciiDoc's, Sphinx's, Texinfo's, and by hand.
    source("debian-reference-en", "usr/share/debian-reference/ch0[123].en.html", most=3),
    source("debian-faq", f"{DOC}/debian/FAQ/choosing.en.html", f"{DOC}/debian/FAQ/compatibility.en.html"),
    source("git-doc", f"{DOC}/git/html/gittutorial.html", f"{DOC}/git/html/git-rebase.html"),
    source(
        "python3.11-doc", f"{DOC}/python3.11/html/tutorial/classes.html",
        f"{DOC}/python3.11/html/glossary.html", f"{DOC}/python3.11/html/contents.html"),
    source("r-doc-html", f"{DOC}/r-doc-html/manual/R-intro.html"),
    source("sqlite3-doc", f"{DOC}/sqlite3/lang_select.html", f"{DOC}/sqlite3/fts5.html"),
    source(
        "apache2-doc", f"{DOC}/apache2-doc/manual/en/mod/core.html",
        f"{DOC}/apache2-doc/manual/fr/howto/auth.html"),
    source(
        "installation-guide-amd64", f"{DOC}/installation-guide-amd64/en/ch04s03.html",
        f"{DOC}/installation-guide-amd64/ja/ch04s03.html"),
    # PO without translations, with placeholders and plurals.
    source(
        "Django==5.1.4", "django/conf/locale/en/LC_MESSAGES/django.po",
        "django/contrib/admin/locale/en/LC_MESSAGES/django*.po",
        "django/contrib/humanize/locale/en/LC_MESSAGES/django.po",
        "django/contrib/auth/locale/fr/LC_MESSAGES/django.po", is_wheel=True),
    # XLIFF 1.2.
    source("php-symfony-validator", f"{SYMFONY}/Validator/Resources/translations/validators.en.xlf"),
    source(
        "php-symfony-security-core",
        f"{SYMFONY}/Security/Core/Resources/translations/security.en.xlf"),
    source(
        "translate-toolkit==3.14.5", "tests/odf_xliff/*inline-reference.xlf",
        "tests/xliff_conformance/af-pootle.po"),
    # Office files.
    source(
        "python-docx==1.2.0", *(
            f"features/steps/test_files/{name}.docx" for name in (
                "comments-rich-para", "hdr-header-footer", "par-hyperlinks", "par-known-paragraphs",
                "blk-paras-and-tables", "tbl-cell-access", "txt-font-props")),
        "src/docx/templates/default.docx", "README.md"),
    source(
        "python-pptx==1.0.2", *(
            f"features/steps/test_files/{name}.pptx" for name in (
                "tbl-cell", "txt-font-typeface", "sld-notes", "cht-charts", "shp-groupshape",
                "test"))),
    source(
        "odfpy==1.4.1", "api-for-odfpy.odt", *(
            f"tests/examples/{name}" for name in (
                "headerfooter.odt", "imageslabels.odt", "serious_poem.odt", "userfields.odt",
                "simpletable.odt", "ol.odp", "cols.odp", "emb_spreadsheet.odp"))),
    # EPUB: DocBook's and Sphinx's.
    source(
        "debmake-doc", f"{DOC}/debmake-doc/debmake-doc.en.epub",
        f"{DOC}/debmake-doc/debmake-doc.ja.epub"),
    source("developers-reference", "usr/share/developers-reference/developers-reference.epub"),
    source("debian-policy", f"{DOC}/debian-policy/policy.epub"),
    # Markdown.
    source("mkdocs==1.6.1", "README.md", "mkdocs/tests/integration/minimal/docs/testing.md"),
    # Subtitles.
    source("pysrt==1.1.2", "tests/static/utf-8.srt", "tests/static/bom-utf-8.srt"),
    source("srt==3.5.3", "srt_tools/tests/files/ascii.srt"),
    source(
        "webvtt-py==0.5.1", "tests/samples/sample.srt", *(
            f"tests/samples/{name}.vtt" for name in (
                "sample", "youtube_dl", "netflix_chicas_del_cable", "cue_tags",
                "styles_with_comments", "metadata_headers", "captions_with_bom"))),
    # Messages in JSON.
    source(
        "pywikibot==9.6.0", "pywikibot/scripts/i18n/pywikibot/en.json",
        "pywikibot/scripts/i18n/pywikibot/ru.json"),
    source(
        "webext-ublock-origin-chromium",
        "usr/share/chromium/extensions/ublock-origin/_locales/en/messages.json"),
    # Plain text.
    source("base-files", "usr/share/common-licenses/GPL-3", "usr/share/common-licenses/Artistic"),
]
