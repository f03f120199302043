//! The programs that are measured beside site-gen, with themes of the same content.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What a theme shows and what is checked besides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The text of each page and nothing around it.
    Bare,
    /// Sidebar of the section, contents, trail, next page, dates from git.
    Full,
}

const HUGO_HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
    <meta name=\"description\" content=\"{{ .Description }}\"><link rel=\"canonical\" href=\"{{ .Permalink }}\"></head>\n<body>\n";

const HUGO_FULL: &str = r#"<header><a href="/">Site</a></header>
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

const HUGO_SIDEBAR: &str = r#"<nav aria-label="Section"><ul>{{ range .CurrentSection.RegularPages.ByWeight }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
"#;

/// Makes a Hugo site around the content in `folder/content`.
pub(super) fn write_hugo(folder: &Path, extent: Extent, highlight: bool) -> Result<()> {
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
        Extent::Full => HUGO_FULL,
    };
    let page = format!("{HUGO_HEAD}{body}</body></html>\n");
    fs::write(layouts.join("_default/single.html"), &page)?;
    fs::write(layouts.join("_default/list.html"), page.replace("{{ .File.ContentBaseName }}", "section"))?;
    fs::write(layouts.join("index.html"), format!("{HUGO_HEAD}<h1>{{{{ .Title }}}}</h1></body></html>\n"))?;
    fs::write(layouts.join("partials/sidebar.html"), HUGO_SIDEBAR)?;
    Ok(())
}

/// Makes a theme for site-gen that shows the text of each page and nothing around it.
pub(super) fn write_bare_theme(folder: &Path) -> Result<()> {
    let templates = folder.join("templates");
    fs::create_dir_all(&templates).context("cannot write the bare theme")?;
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Page</title></head>\n<body>\n{body}\n</body></html>\n"
        )
    };
    fs::write(templates.join("page.html"), page("<h1>{{ page.title }}</h1>\n{{ page.content | safe }}"))?;
    fs::write(
        templates.join("shell.html"),
        page("{{ slots.title | safe }}{{ slots.head | safe }}{{ slots.body | safe }}"),
    )?;
    for name in ["404.html", "redirect.html", "tag.html", "tags.html"] {
        fs::write(templates.join(name), page("<h1>Page</h1>"))?;
    }
    fs::write(templates.join("sidebar.html"), "")?;
    Ok(())
}
