namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>How the pages look, and how they stay new.</summary>
internal static class SiteStyle
{
    /// <summary>Light or dark as the reader's machine is; tables scroll by themselves where the screen is narrow.</summary>
    public const string Sheet =
        ":root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--card:#fff;--page:#f6f8fa;--bar:#1d3a56;--link:#0550ae;--bad:#b3261e;--good:#116329}"
        + "@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9ea7b3;--line:#30363d;--card:#161b22;--page:#0d1117;--bar:#14283b;--link:#79b8ff;--bad:#ff8f85;--good:#5fd38d}}"
        + "*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}"
        + "a{color:var(--link)}:focus-visible{outline:2px solid currentColor;outline-offset:2px}"
        + "nav{display:flex;flex-wrap:wrap;gap:.2em 1.4em;align-items:center;padding:.6em 1em;background:var(--bar);color:#fff}"
        + "nav a,nav summary,nav>span{color:#fff;text-decoration:none;padding:.2em 0}nav a[aria-current]{border-bottom:2px solid}nav .brand{font-weight:700}"
        + "nav .none{color:#b9c4cf}nav details{position:relative}summary{cursor:pointer}"
        + "nav ul{position:absolute;z-index:1;margin:.3em 0;padding:.4em 0;list-style:none;min-width:12em;max-height:70vh;overflow:auto;background:var(--card);border:1px solid var(--line);border-radius:6px}"
        + "nav li a{display:block;color:var(--link);padding:.3em 1em}"
        + "main{max-width:75em;margin:0 auto;padding:1em}h1{font-size:1.5em;margin:.3em 0 .6em;overflow-wrap:anywhere}h2{font-size:1.15em;margin:0;overflow-wrap:anywhere}"
        + ".facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15em,1fr));gap:.3em 1.5em;list-style:none;margin:0 0 1.2em;padding:0}.facts li{overflow-wrap:anywhere}"
        + ".card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.9em 1em;margin:0 0 1em}"
        + ".counts{display:flex;flex-wrap:wrap;gap:0 1.2em;margin:.2em 0 .4em;color:var(--dim)}.bad{color:var(--bad)}.good{color:var(--good)}"
        + ".scroll{overflow-x:auto;margin:.2em 0 .6em}table{border-collapse:collapse;width:100%}"
        + "th,td{text-align:left;vertical-align:top;padding:.25em .8em .25em 0;border-bottom:1px solid var(--line)}th{color:var(--dim);font-weight:600}"
        + ".keys td{font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;min-width:8em}"
        + "#old{margin:0;padding:.5em 1em;background:var(--bad);color:var(--page)}";

    /// <summary>
    /// Every three seconds takes the new page's parts where they differ from what is shown. Nothing moves under a reader who holds a link or a
    /// selection there; what was opened stays open.
    /// </summary>
    public const string Refresh =
        "(async()=>{for(;;){await new Promise(r=>setTimeout(r,3000));if(document.hidden)continue;let r;"
        + "try{r=await fetch(location.href,{cache:'no-store'})}catch{}document.getElementById('old').hidden=!!r&&r.ok&&!r.redirected;"
        + "if(!r||!r.ok)continue;if(r.redirected)return;const d=new DOMParser().parseFromString(await r.text(),'text/html'),s=getSelection(),e=document.activeElement;"
        + "for(const q of['#pages','main']){const a=document.querySelector(q),b=d.querySelector(q);if(!a||!b)continue;"
        + "for(const n of b.querySelectorAll('details')){const o=document.getElementById(n.id);if(o)n.open=o.open}"
        + "const held=a.contains(e),f=held&&e.matches('summary')?e.parentNode.id:'';"
        + "if(a.innerHTML===b.innerHTML||held&&!f||!s.isCollapsed&&a.contains(s.anchorNode))continue;"
        + "a.replaceChildren(...b.childNodes);if(f)document.querySelector(`#${f}>summary`)?.focus({preventScroll:true})}}})()";
}
