//! Trees that nobody should have made: each becomes the right page or a diagnostic, soon, and nothing else is touched.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, Instant};

use site_gen::check::Code;
use site_gen::{Publish, Report, build};

use crate::harness::{Over, TestSite, files_below};

/// Longer than anything here may take, even unoptimised on a busy machine.
const SOON: Duration = Duration::from_secs(60);

fn codes(report: &Report) -> Vec<(&str, Code)> {
    report.diagnostics.iter().map(|diagnostic| (diagnostic.path.as_str(), diagnostic.code)).collect()
}

/// The one diagnostic about the page with these bytes; `None` when it is built without a word.
fn verdict(bytes: &[u8]) -> Option<Code> {
    let site = TestSite::new(&[("index.md", "# Home\n")]);
    site.write_bytes("page.md", bytes);
    let report = site.build();
    let found = codes(&report);
    assert!(found.len() <= 1, "{found:?}");
    found.first().map(|(_, code)| *code)
}

#[test]
fn texts_of_every_encoding_are_pages_or_diagnostics() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let cases: [(&[u8], Option<Code>); 10] = [
        (b"\xef\xbb\xbf---\ntitle: BOM\n---\nText\n", None),
        (b"---\r\ntitle: CRLF\r\n---\r\n\r\n- a\r\n- b\r\n", None),
        (b"\xef\xbb\xbf---\r\ntitle: Both\r\n---", None),
        (b"", Some(Code::MissingTitle)),
        (b"\n", Some(Code::MissingTitle)),
        (b"---", Some(Code::FrontMatterSyntax)),
        (b"---\ntitle: x\0y\n---\n", Some(Code::Nul)),
        (b"# Latin \xe9\n", Some(Code::NotUtf8)),
        (&utf16("\u{feff}# Sixteen\n"), Some(Code::NotUtf8)),
        (&utf16("# Sixteen without a mark\n"), Some(Code::Nul)),
    ];
    for (bytes, expected) in cases {
        assert_eq!(verdict(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn front_matter_that_explodes_is_refused() {
    let bomb: String = ('b'..='i').fold("a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned(), |yaml, name| {
        let before = (name as u8 - 1) as char;
        yaml + &format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(","))
    });
    let started = Instant::now();
    for yaml in [bomb, "title: ".to_owned() + &"[".repeat(100_000), "title: ".to_owned() + &"{a: ".repeat(100_000)] {
        let site = TestSite::new(&[("page.md", &format!("---\n{yaml}\n---\n")), ("site.yaml", &yaml)]);
        assert!(site.build().failed);
    }
    assert!(started.elapsed() < SOON);
}

#[test]
fn texts_that_are_slow_to_read_elsewhere_are_pages_soon() {
    let many = |piece: &str, bytes: usize| piece.repeat(bytes / piece.len());
    let long = 10 * 1024 * 1024;
    let some = 200 * 1024;
    let texts = [
        many("word ", long),
        many("<", some),
        many("<Note ", some),
        many("<Note a=\"", some),
        many("<Note a='", some),
        many("a <Note>", some),
        many("<Note>\n", some),
        many("<Note>\n\n", some),
        many("</Note>", some),
        many("[^", some),
        many("[^a] ", some),
        many("[", some),
        many("![", some),
        many("[a](", some),
        many("> ", some / 8),
        many("- ", some / 8),
        many("*a **a ", some),
        many("`", some),
        many("<!--", some),
        many("<a href='", some),
        many("<pre><Note/>", some),
        many("|", some),
        many("# a\n", some),
        (0..20_000).map(|number| format!("[^{number}]: a\n\n[^{number}] ")).collect(),
        (0..20_000).map(|number| format!("[{number}](gone-{number}.md) ")).collect(),
    ];
    for (number, text) in texts.iter().enumerate() {
        let site = TestSite::new(&[("page.md", &format!("---\ntitle: Page\n---\n{text}"))]);
        let started = Instant::now();
        let report = site.build();
        let took = started.elapsed();
        eprintln!("{number} {:?} {:?}", &text[..text.len().min(20)], took);
        assert!(took < SOON, "{number} took {took:?}");
        assert!(report.diagnostics.len() <= 500, "{number}: {}", report.diagnostics.len());
    }
}

#[test]
fn folders_nest_as_deep_as_they_can() {
    let site = TestSite::new(&[("index.md", "# Home\n")]);
    site.write(&format!("{}page.md", "d/".repeat(16)), "# Deep\n");
    site.build_well();
    site.write(&format!("{}page.md", "e/".repeat(17)), "# Too deep\n");
    let report = site.build();
    assert!(matches!(codes(&report)[..], [(_, Code::UnusableFile)]), "{:?}", codes(&report));
}

#[test]
fn links_pipes_and_odd_names_are_told_and_nothing_outside_is_read() {
    let site = TestSite::new(&[("index.md", "# Home\n"), ("a/page.md", "# A\n"), ("b/page.md", "# B\n")]);
    let content = &site.options.content;
    let outside = site.folder().join("secret");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("page.md"), "# Secret\n").unwrap();
    symlink(&outside, content.join("folder-outside")).unwrap();
    symlink(outside.join("page.md"), content.join("outside.md")).unwrap();
    symlink("nowhere.md", content.join("nowhere.md")).unwrap();
    symlink(".", content.join("a/circle")).unwrap();
    symlink("../b", content.join("a/to-b")).unwrap();
    symlink("../a", content.join("b/to-a")).unwrap();
    symlink("a/page.md", content.join("again.md")).unwrap();
    let pipe = |path: &str| assert!(Command::new("mkfifo").arg(content.join(path)).status().unwrap().success());
    pipe("pipe.md");
    pipe("pipe.png");
    fs::write(content.join(OsStr::from_bytes(b"latin-\xe9.md")), "# Latin\n").unwrap();
    fs::write(content.join("back\\slash.md"), "# Slash\n").unwrap();
    let report = site.build();
    let mut found: Vec<_> = codes(&report).into_iter().map(|(path, code)| (path.to_owned(), code)).collect();
    found.retain(|(_, code)| *code != Code::DuplicateTitle);
    assert!(found.iter().all(|(_, code)| *code == Code::UnusableFile), "{found:?}");
    found.sort();
    let paths: Vec<_> = found.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "a/circle",
            "a/to-b/to-a",
            "b/to-a/circle",
            "b/to-a/to-b",
            "back\\slash.md",
            "folder-outside",
            "latin-\u{fffd}.md",
            "nowhere.md",
            "outside.md",
            "pipe.md",
            "pipe.png"
        ]
    );
    for (path, _) in found {
        let name = site.options.content.join(&path);
        if name.is_symlink() || name.exists() {
            fs::remove_file(name).unwrap();
        }
    }
    fs::remove_file(site.options.content.join(OsStr::from_bytes(b"latin-\xe9.md"))).unwrap();
    site.build_well();
    assert!(!site.pages().contains("Secret"));
    assert!(site.read("again/index.html").contains('A'));
}

#[test]
fn configuration_and_data_are_not_read_from_outside_either() {
    let site = TestSite::new(&[("index.md", "# Home\n")]);
    let secret = site.folder().join("secret.yaml");
    fs::write(&secret, "title: Secret\n").unwrap();
    symlink(&secret, site.options.content.join("site.yaml")).unwrap();
    fs::create_dir(site.options.content.join("_data")).unwrap();
    let data = site.options.content.join("_data/testimonials.yaml");
    assert!(Command::new("mkfifo").arg(&data).status().unwrap().success());
    assert_eq!(
        codes(&site.build()),
        [("_data/testimonials.yaml", Code::UnusableFile), ("site.yaml", Code::UnusableFile)]
    );
    fs::remove_file(&data).unwrap();
    fs::create_dir(&data).unwrap();
    assert!(site.build().failed);
}

#[test]
fn addresses_never_lead_out_of_the_site() {
    let slugs = ["..", "a/b", "/etc", "%2e%2e", "a\\\\b", "x\\0y", "a\\nb", ".hidden", &"x".repeat(300)];
    let aliases = [
        "//etc/postil",
        "/../up/",
        "/a/../../up/",
        "/%2e%2e/up/",
        "/a/%2E%2e/up/",
        "/a//b/",
        "/./a/",
        "/a%2fb/",
        "/",
        "up",
        "\\\\\\\\host/x/",
        "/x\\0y/",
        "/a\\u0000/",
        "/a\\tb/",
    ];
    let long = format!("/{}/", "y".repeat(300));
    for (key, value) in slugs
        .iter()
        .map(|slug| ("slug", format!("\"{slug}\"")))
        .chain(aliases.iter().copied().chain([long.as_str()]).map(|alias| ("aliases", format!("[\"{alias}\"]"))))
    {
        let site = TestSite::new(&[("index.md", "# Home\n")]);
        site.write("a/page.md", &format!("---\ntitle: Page\n{key}: {value}\n---\n"));
        let report = site.build();
        assert!(report.failed, "{key}: {value}");
        assert_eq!(report.diagnostics.len(), 1, "{key}: {value}");
        let beside: Vec<_> = fs::read_dir(site.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(beside, ["content"], "{key}: {value}");
    }
    assert!(!std::path::Path::new("/etc/postil").exists());
}

#[test]
fn twins_and_files_in_the_way_of_folders_are_told() {
    let site = TestSite::new(&[
        ("index.md", "# Home\n"),
        ("Pay.md", "# Pay\n"),
        ("pay.md", "# Pay\n"),
        ("team", "a file\n"),
        ("team.md", "# Team\n"),
        ("old.md", "---\ntitle: Old\naliases: [/team/before/]\n---\n"),
        ("404.html.md", "# Not found\n"),
        ("what?.md", "# What\n"),
        ("100%.md", "# Hundred\n\n![a](50%25%23.png)\n"),
        ("50%#.png", "png"),
        ("con.md", "# A name that other systems reserve\n"),
    ]);
    let report = site.build();
    assert_eq!(
        codes(&report),
        [
            ("404.html.md", Code::DuplicatePath),
            ("old.md", Code::BadAlias),
            ("pay.md", Code::DuplicatePath),
            ("team.md", Code::DuplicatePath)
        ]
    );
    for path in ["404.html.md", "old.md", "pay.md", "team.md"] {
        site.remove(path);
    }
    site.build_well();
    assert!(site.read("what-/index.html").contains("What"));
    assert!(site.read("100-/index.html").contains("src=\"/50%25%23.png\""));
}

#[test]
fn a_site_inside_its_own_content_folder_does_not_grow() {
    let mut site = TestSite::new(&[("index.md", "# Home\n"), ("img.png", "png")]);
    let out = site.options.content.join("public");
    site.options.out = Some(out.clone());
    for publish in [Publish::Swap, Publish::Swap, Publish::Merge] {
        assert!(!build(&site.options, &out, publish).unwrap().failed);
    }
    let files: Vec<_> = files_below(&out).into_iter().map(|(path, _)| path).collect();
    assert!(files.contains(&"img.png".to_owned()) && files.iter().all(|path| !path.contains("public")), "{files:?}");
}

#[test]
fn a_folder_may_become_a_file_and_a_file_a_folder() {
    let site = TestSite::new(&[("index.md", "# Home\n"), ("a/b.txt", "b"), ("c", "c")]);
    build(&site.options, &site.out(), Publish::Merge).unwrap();
    fs::remove_dir_all(site.options.content.join("a")).unwrap();
    site.remove("c");
    site.write("a", "a");
    site.write("c/d.txt", "d");
    assert!(!build(&site.options, &site.out(), Publish::Merge).unwrap().failed);
    assert_eq!((site.read("a"), site.read("c/d.txt")), ("a".to_owned(), "d".to_owned()));
}

#[test]
fn files_that_vanish_while_they_are_read_are_no_panic() {
    let site = TestSite::new(&[("index.md", "# Home\n")]);
    let content = site.options.content.clone();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0_u32.. {
                if is_over.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
                let folder = content.join(format!("f{}", round % 7));
                if fs::create_dir(&folder).is_ok() {
                    for number in 0..20 {
                        fs::write(folder.join(format!("{number}.md")), "# Page\n").unwrap();
                        fs::write(folder.join(format!("{number}.png")), "png").unwrap();
                    }
                } else {
                    fs::remove_dir_all(&folder).unwrap();
                }
            }
        });
        let _over = Over(&is_over);
        for _ in 0..30 {
            build(&site.options, &site.out(), Publish::Merge).unwrap();
        }
    });
}
