//! Hugo, with a theme of the same content: its sidebar cached for each section, links as `relref`, dates from git.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::version;
use crate::bench::measure::Run;
use crate::bench::tree::{self, Dialect};
use crate::bench::{Bench, commit, remove};

/// The name in the report.
const NAME: &str = "Hugo";

/// Which one it is.
pub(super) fn sentence(program: &Path) -> String {
    let version = version(program, &["version"]);
    format!(
        "{NAME} is {version} from PyPI, with a theme of the same content: its sidebar cached for each section, links as `relref`, dates from git."
    )
}

impl Bench<'_> {
    /// Bare and full, with its own highlighting and without.
    pub(super) fn measure_hugo(&mut self, hugo: &Path, pages: usize) -> Result<()> {
        let site = self.scratch.join("hugo");
        tree::write(&site.join("content"), pages, Dialect::Hugo)?;
        let out = site.join("public");
        let run = |kind| {
            let mut command = Command::new(hugo);
            command.args(["--quiet", "--noBuildLock", "--source"]).arg(&site).arg("--destination").arg(&out);
            command.arg("--cacheDir").arg(self.scratch.join("hugo-cache"));
            Run { program: NAME, kind, command, away: vec![out.clone()] }
        };
        let runs = [
            (run("bare"), Extent::Bare, false),
            (run("full, without highlighting"), Extent::Full, false),
            (run("full"), Extent::Full, true),
        ];
        for (run, extent, highlight) in runs {
            if extent == Extent::Full && !site.join(".git").exists() {
                commit(&site)?;
            }
            write(&site, extent, highlight)?;
            self.rows(pages, &mut [run])?;
        }
        remove(&site)
    }
}

/// What a theme shows and what is checked besides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// The text of each page and nothing around it.
    Bare,
    /// Sidebar of the section, contents, trail, next page, dates from git.
    Full,
}

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
    <meta name=\"description\" content=\"{{ .Description }}\"><link rel=\"canonical\" href=\"{{ .Permalink }}\"></head>\n<body>\n";

const FULL: &str = r#"<header><a href="/">Site</a></header>
{{ partialCached "sidebar.html" . .Section }}
<main><nav aria-label="Breadcrumb"><ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol></nav>
<h1>{{ .Title }}</h1><p>{{ .Description }}</p>
<nav aria-label="On this page">{{ .TableOfContents }}</nav>
<article>{{ .Content }}</article>
{{ with .GitInfo }}<p>Last updated <time datetime="{{ .AuthorDate.Format "2006-01-02" }}">{{ .AuthorDate.Format "2 January 2006" }}</time></p>{{ end }}
{{ with .PrevInSection }}<nav aria-label="Next article"><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Description }}</p></nav>{{ end }}
<section id="questions" data-qa-page="{{ .File.ContentBaseName }}"><h2>Questions</h2></section>
</main>
"#;

const SIDEBAR: &str = r#"<nav aria-label="Section"><ul>{{ range .CurrentSection.RegularPages.ByWeight }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
"#;

/// Makes a Hugo site around the content in `folder/content`.
fn write(folder: &Path, extent: Extent, highlight: bool) -> Result<()> {
    let layouts = folder.join("layouts");
    fs::create_dir_all(layouts.join("_default")).context("cannot write the layouts of Hugo")?;
    fs::create_dir_all(layouts.join("partials"))?;
    let config = format!(
        "baseURL: https://example.org/\ntitle: Site\nenableGitInfo: {}\ndisableKinds: [taxonomy, term, RSS]\n\
         markup:\n  highlight:\n    codeFences: {highlight}\n    noClasses: false\n  goldmark:\n    renderer:\n      unsafe: true\n",
        extent == Extent::Full
    );
    fs::write(folder.join("hugo.yaml"), config)?;
    let body = match extent {
        Extent::Bare => "<h1>{{ .Title }}</h1>\n{{ .Content }}\n",
        Extent::Full => FULL,
    };
    let page = format!("{HEAD}{body}</body></html>\n");
    fs::write(layouts.join("_default/single.html"), &page)?;
    fs::write(layouts.join("_default/list.html"), page.replace("{{ .File.ContentBaseName }}", "section"))?;
    fs::write(layouts.join("index.html"), format!("{HEAD}<h1>{{{{ .Title }}}}</h1></body></html>\n"))?;
    fs::write(layouts.join("partials/sidebar.html"), SIDEBAR)?;
    Ok(())
}
