/** One thing that an attacker would try, what happens, and the test that proves it. */
export interface SecurityItem {
  attack: string;
  outcome: string;
  /** Path of the test from the root. */
  test: string;
  /** What the test, or the case in its table, is called: words that stand in the test or in its stored cases. */
  named: string;
}

export interface SecurityClass {
  title: string;
  /** How it is built, in a few sentences. */
  text: string;
  items: readonly SecurityItem[];
}

const FETCH = "test/unit/http/fetch-public.test.ts";
const PICTURES = "test/unit/http/fetch-pictures.test.ts";
const S3 = "test/unit/storage/s3-source.test.ts";
const S3_FOLDER = "test/unit/storage/open-s3-folder.test.ts";
const TAR = "test/unit/storage/unpack-tar.test.ts";
const HOSTILE = "test/parity/hostile-formats.test.ts";
const IMAGES = "test/parity/hostile-images.test.ts";
const FOLDER = "test/unit/storage/folder-source.test.ts";
const ARCHIVES = "test/unit/security/archives.test.ts";
const TEXT = "test/unit/security/text.test.ts";
const ZIP = "test/unit/formats/zip-source.test.ts";

const item = (attack: string, outcome: string, test: string, named: string): SecurityItem => ({
  attack,
  outcome,
  test,
  named,
});

export const securityClasses: readonly SecurityClass[] = [
  {
    title: "Pictures from addresses",
    text: "A manifest may name addresses that its writer cannot reach but the server can. So fetching is off until whoever runs the installation sets `IMPORT_URLS=on`; then only http and https on ports 80 and 443 are fetched. A host is looked up once, every address it has must be globally reachable by IANA's registries (`lib/http/public-address.ts`), the connection goes to exactly these addresses, and each redirect (at most five) starts over. No cookie, credential, proxy or referrer is sent; certificates are verified; an error never holds a byte of an answer. What comes back must be a picture by its type and by its first bytes, and is encoded afresh like any other.",
    items: [
      item(
        "any address",
        "off until switched on",
        "test/unit/storage/open-url-source.test.ts",
        "is off until it is switched on",
      ),
      item("`127.0.0.1`", "refused without a connection", FETCH, '["127.0.0.1", "loopback"]'),
      item(
        "`169.254.169.254`, other clouds' metadata",
        "refused without a connection",
        FETCH,
        "a cloud's metadata",
      ),
      item("`[::1]`", "refused without a connection", FETCH, "loopback, IPv6"),
      item("`[::ffff:7f00:1]`", "refused without a connection", FETCH, "loopback, IPv4-mapped"),
      item("IPv4 behind NAT64 and 6to4", "refused without a connection", FETCH, "loopback, NAT64"),
      item(
        "decimal, octal, hexadecimal, short IP addresses",
        "read as what they are, and refused",
        FETCH,
        "loopback, octal",
      ),
      item(
        "every block IANA sets aside, first and last address",
        "refused, and nothing beside it",
        "test/unit/http/public-address.test.ts",
        "refused, also behind NAT64, and nothing beside it",
      ),
      item(
        "`localhost`, a name with one private address among public ones",
        "refused; where it leads is not told",
        FETCH,
        "any name of which one address is private",
      ),
      item("redirect to an internal address", "refused", FETCH, "by a redirect, whatever it is written as"),
      item(
        "DNS that changes between check and connection",
        "looked up once, connected to what was checked",
        FETCH,
        "by a name that changes between check and connection",
      ),
      item("redirect to `file:`, `data:`", "refused", FETCH, "also by a redirect to %s"),
      item(
        "`file:`, `ftp:`, `data:`, `gopher:`",
        "refused",
        FETCH,
        '["ftp://example.org/a.png", "bad-scheme"]',
      ),
      item("`userinfo@`", "refused", FETCH, "http://example.org@127.0.0.1/"),
      item("another port", "refused", FETCH, '["http://example.org:22/", "port"]'),
      item(
        "a circle of redirects",
        "refused after five",
        FETCH,
        "is taken through some redirects, not through a circle",
      ),
      item(
        "a body above the limit, announced or not",
        "refused, not read to its end",
        FETCH,
        "is refused above the limit",
      ),
      item(
        "gzip, deflate, Brotli bomb; gzip that unpacks to nothing for ever",
        "stopped at the limit",
        FETCH,
        "a gzip bomb is stopped",
      ),
      item(
        "slow drip, stall, no answer, no name server",
        "given up",
        FETCH,
        "is given up when it drips, stalls, never begins",
      ),
      item(
        "a lively answer without end",
        "given up after the total time",
        FETCH,
        "is given up in the end, however lively it is",
      ),
      item(
        "a page, a script, an SVG instead of a picture",
        "refused",
        PICTURES,
        "nothing that only claims to be one",
      ),
      item("the answer's body in an error", "never", FETCH, "never shows in an error"),
      item("cookies, credentials", "never sent", FETCH, "comes without anything of ours being sent"),
      item(
        "a certificate for another name, or one's own",
        "refused",
        FETCH,
        "is believed over TLS only with a certificate for its name",
      ),
      item(
        "flooding one host through an import",
        "four requests at once",
        PICTURES,
        "asks one host for four pictures at once and no more",
      ),
      item(
        "an address that would be a path",
        "gets a path of its own",
        "test/unit/formats/url-list.test.ts",
        "becomes a mark of its own",
      ),
      item("an address in a COCO file", "never fetched", HOSTILE, "json/url_name.json"),
    ],
  },
  {
    title: "Pictures from S3",
    text: "Endpoint and key come from the environment, never from a request. The key is not the key of those who ask, so from the browser they may name only the places in `IMPORT_S3`. Redirects are never followed.",
    items: [
      item(
        "a place beside an allowed one, above it, or by `..`",
        "refused before S3 is asked",
        S3_FOLDER,
        "people import from the places they may",
      ),
      item(
        "the same from the site, and an import whose place is not allowed any more",
        "refused, by the site and again by the worker",
        "test/service/dataset-imports.test.ts",
        "is read where the operator allows it and nowhere else, and asked again by the worker",
      ),
      item(
        "an object whose name is a path out, absolute, or no name",
        "refused by its name, never read",
        S3,
        "an object whose name is no path",
      ),
      item(
        "a redirect to somebody who collects signatures",
        "not followed",
        S3,
        "never follows a redirect with its credentials",
      ),
      item(
        "the server's answer in an error",
        "never",
        S3,
        "says what is wrong without a word of the server's",
      ),
      item("a listing with XML entities", "refused", S3, "a document type in it is refused"),
      item(
        "the secret key in a configuration that is printed",
        "is not in it",
        "test/unit/config.test.ts",
        "S3 is asked with the environment's key",
      ),
    ],
  },
  {
    title: "Paths",
    text: "Nothing is ever written under a name from outside: stored files are called by their SHA-256. Names are looked up in the list of a source, and reading never leaves it.",
    items: [
      item("`../`", "refuses the archive; a folder does not read it", HOSTILE, "archives/zip_dotdot.zip"),
      item("`..\\`", "the same", HOSTILE, "archives/zip_backslash.zip"),
      item("`/abs`", "the same", HOSTILE, "archives/zip_absolute.zip"),
      item("`C:\\`", "the same", HOSTILE, "archives/zip_drive.zip"),
      item(
        "sibling with the folder's name as its beginning (`/data-evil` beside `/data`)",
        "not read",
        FOLDER,
        "../data-evil/secret.png",
      ),
      item("symbolic link in a folder, also to inside", "never followed", FOLDER, "sibling/secret.png"),
      item("symbolic link in a ZIP archive", "refuses the archive", HOSTILE, "archives/zip_symlink.zip"),
      item(
        "link in a tar archive, and a file written through it",
        "refuses the archive; files are unpacked under numbers, never under names",
        TAR,
        "for links, which are never followed",
      ),
      item("NUL, line break in a name", "refuses the archive", HOSTILE, "archives/nul_in_name.zip"),
      item(
        "right-to-left override in a name",
        "taken, made visible, noted",
        HOSTILE,
        "archives/rtl_override.zip",
      ),
      item("a name of 255 bytes", "taken", HOSTILE, "archives/name_255.zip"),
      item("a name of 5000 bytes", "refuses the archive", HOSTILE, "archives/name_5000.zip"),
      item("the same name in NFC and NFD", "both taken, noted", HOSTILE, "archives/nfc_nfd.zip"),
      item("the same stem with two endings", "both taken, noted", HOSTILE, "archives/same_stem_two_ext.zip"),
      item("names reserved on Windows", "taken, noted", HOSTILE, "archives/reserved_names.zip"),
      item("names that differ by case alone", "both taken, noted", HOSTILE, "archives/case_collision.zip"),
      item("a way out in a table or JSON", "that line is refused", HOSTILE, "tables/traversal.csv"),
    ],
  },
  {
    title: "Archives",
    text: "Everything an archive announces is checked before anything in it is unpacked, and a fault refuses the whole of it. Entries are unpacked one at a time, into memory, up to the size they announced.",
    items: [
      item("42.zip: ratio", "refused by its directory", HOSTILE, "archives/bomb_1000.zip"),
      item("42.zip: archives in archives", "refused", HOSTILE, "archives/bomb_nested.zip"),
      item("overlapping entries", "refused", HOSTILE, "archives/overlapping_entries.zip"),
      item(
        "a million tiny entries",
        "refused by their number; 70 kB are read",
        ARCHIVES,
        "a million tiny entries are refused by their number alone",
      ),
      item("20 000 entries that are there", "refused", HOSTILE, "archives/many_entries_20000.zip"),
      item("entries whose sum is too much", "refused, none unpacked", ARCHIVES, "are refused for their sum"),
      item(
        "size headers that lie, small and huge",
        "refused; no memory for what is not there",
        HOSTILE,
        "archives/lying_size_huge.zip",
      ),
      item("zip64", "read", ZIP, "with plain or zip64 sizes"),
      item("encrypted", "refused", HOSTILE, "archives/encrypted_aes.zip"),
      item(
        "an entry read before the limits are checked",
        "none is",
        ARCHIVES,
        "refuses the archive before any other is read",
      ),
      item("damaged, cut off, no archive at all", "refused", HOSTILE, "archives/truncated.zip"),
      item(
        "any byte changed",
        "the right file or an error",
        ZIP,
        "with any bytes changed gives the right file or an error",
      ),
      item("memory, of all of these together", "below 300 MB", HOSTILE, "take little memory, all together"),
    ],
  },
  {
    title: "Pictures",
    text: "A picture is what its bytes say, whatever it is called. Its size is read from the header before a pixel is decoded; what browsers get is encoded afresh as WebP without metadata, and served with its own type and `nosniff`. SVG is a program and is refused, never rasterised and never served.",
    items: [
      item("250 megapixels and more in the header", "refused before decoding", IMAGES, "giant_64250.png"),
      item(
        "a valid picture of 400 megapixels in 50 kB",
        "refused from its header, within a second and 100 MB",
        IMAGES,
        "refuse a bomb from its header",
      ),
      item("cut off", "refused", IMAGES, "truncated.jpg"),
      item("EXIF orientation, all eight", "upright", IMAGES, "EXIF orientation %i comes out upright"),
      item("CMYK", "converted, noted; red stays red", IMAGES, "a red CMYK block stays red"),
      item("16 bits", "reduced, noted", IMAGES, "gray16.png"),
      item("palette with transparency", "on white, noted", IMAGES, "palette_alpha.png"),
      item("animated GIF, WebP", "the first frame, noted", IMAGES, "animated.webp"),
      item("animated PNG", "the first frame, noted", HOSTILE, "images/animated.apng.png"),
      item("JPEG that is HTML as well", "nothing of it reaches a browser", IMAGES, "polyglot_trailing.jpg"),
      item("SVG, also called .png", "refused", IMAGES, "svg_named.png"),
      item("SVG with an external entity", "refused", IMAGES, "xxe.svg"),
      item("colour profile that unpacks to 20 MB, GPS position", "left out", IMAGES, "icc_bomb.png"),
    ],
  },
  {
    title: "Text",
    text: "Names are text everywhere: React escapes them, no page makes markup of them, and nothing is read as Markdown. Records are built field by field, so a key never becomes a prototype.",
    items: [
      item("`<img onerror>` as a label", "kept letter by letter", TEXT, "a label of markup is a label"),
      item(
        "markup made of text anywhere in the pages",
        "no code does",
        TEXT,
        "nothing that people see makes markup of text",
      ),
      item(
        "Markdown with `javascript:`",
        "is text: nothing renders Markdown",
        TEXT,
        "nothing is read as Markdown",
      ),
      item("formula in a table that is imported", "kept as text, noted", HOSTILE, "tables/formula.csv"),
      item(
        "formula in a table that is exported",
        "made harmless",
        "test/unit/http/table-response.test.ts",
        "formulas made harmless where a spreadsheet would run them",
      ),
      item(
        "bidirectional marks in labels",
        "made visible, noted; right-to-left scripts untouched",
        TEXT,
        "a label that turns the reading direction",
      ),
      item("a label of a megabyte", "refused", HOSTILE, "tables/cell_1mb.csv"),
      item("JSON ten thousand deep", "refused", HOSTILE, "json/depth_10k.json"),
      item("`__proto__`, `constructor`", "changes no prototype", HOSTILE, "change no prototype"),
      item(
        "XML entities, external and a billion laughs",
        "refused with the document type",
        HOSTILE,
        "json/billion_laughs.xml",
      ),
    ],
  },
];
