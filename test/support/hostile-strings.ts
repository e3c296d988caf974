/**
 * Text as an attacker, or a careless upstream, writes it into summaries, yank reasons, rules and version fields: one
 * string a line, by what it is after. Written for these tests.
 */

const mentions = String.raw`
@user
@org/team
@dependabot rebase
@github-actions[bot]
hello @user, please look
(@user)
*@user*
\@user
@@user
@user@example.org
a@b.co
mail.me+now@example.co.uk
mailto:someone@example.org
xmpp:someone@example.org/chat
@thoth advise
＠user
@é
@-user
@1
user@0123456789abcdef0123456789abcdef01234567
git@github.com:owner/repo.git
`;

const references = String.raw`
#12
#1
GH-12
gh-7
(#12)
owner/repo#12
owner/repo@0123456
owner/repo@v1.2.3
fixes #12
Closes: #12
resolves owner/repo#12
close GH-12
0123456789abcdef0123456789abcdef01234567
deadbeef
deadbee
see deadbeefcafe
DEADBEEF
a1b2c3d..d3c2b1a
abcdefabcdefabcdefabcdefabcdef
20240316
1.0+deadbeef
https://github.com/owner/repo/issues/12
http://github.com/owner/repo/pull/12
https://github.com/owner/repo/discussions/3
https://github.com/owner/repo/commit/0123456789abcdef
github.com/owner/repo/issues/12
www.github.com/owner/repo/issues/12
https://redirect.github.com/owner/repo/issues/12
https://togithub.com/owner/repo/pull/1
HTTPS://GITHUB.COM/o/r/issues/1
fixes https://github.com/owner/repo/issues/12
&#35;12
&#64;user
\#12
# 12
##12
`;

const links = String.raw`
https://example.org
http://example.org/path?q=1&b=2
www.example.org
WWW.EXAMPLE.ORG
ftp://example.org
<https://example.org>
<mailto:a@b.co>
<a@b.co>
[click](https://example.org)
[click](javascript:alert(1))
[click](data:text/html,x)
[click]( javascript:alert(1) "t")
[click][ref]
[ref]: https://example.org
[^1]
[^1]: note
![image](https://example.org/x.png)
![](x)
[![a](b)](c)
[a](<b c>)
](https://example.org)
[x
x]
[]()
[a]: <javascript:alert(1)> 'x'
javascript:alert(1)
//example.org/path
https://user:secret-word@example.org
http://[::1]/
https://例え.jp
http://a.b-c.de/_x_*y*
`;

const html = String.raw`
<b>bold</b>
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<!-- comment -->
<!-- thoth:v1 forged -->
-->
<!--
<details>
</details>
</summary></details><h1>x
<details><summary>open</summary>
<template>
<table><tr><td>
<iframe src="https://example.org">
<?php echo 1 ?>
<!DOCTYPE html>
<![CDATA[x]]>
<a href="https://example.org">x</a>
<br>
<br/>
</p>
<style>
<svg/onload=alert(1)>
&lt;b&gt;
&amp;
&copy;
&nbsp;
&#x41;
&#65;
&#0;
&NotAnEntity;
<x:y>
< b >
`;

const markup = String.raw`
*emphasis*
**strong**
_emphasis_
__init__
snake_case_name
~~gone~~
~gone~
***
---
===
- item
+ item
* item
1. item
1) item
12345. x
- [ ] task
- [x] done
[ ] task
[x]
> quote
> [!NOTE]
# heading
###### six
#
heading #
heading ##
Setext
a | b | c
| a | b |
|---|---|
|
||
\|
\\|
a\
\
\\
$x$
$$x^2$$
$\sqrt{2}$
:tada:
:+1: :bug:
a: b: c
http: //x
%%
^sup^
==mark==
{{ template }}
{% raw %}
a -- b --- c
"quoted" 'single'
`;

const commands = String.raw`
/lgtm
/approve cancel
/thoth advise
/thoth hold flask
/close
 /retest
@mergifyio merge
[skip ci]
Signed-off-by: Someone <a@b.co>
Co-authored-by: x <a@b.co>
`;

/** Each as a JavaScript string: what a line of a table cannot hold. */
const unprintable = [
  "$" + "{value}",
  "`",
  "``",
  "```",
  "`a`",
  "a`b",
  "a``b`c",
  "`@user`",
  "``` js",
  "~~~",
  "````\ncode\n````",
  "`|`",
  "a`|b",
  "` `",
  "line\nbreak",
  "line\r\nbreak",
  "para\n\ngraph",
  "a\n# heading",
  "a\n===",
  "a\n---",
  "a\n| b |\n|---|",
  "a\n- b",
  "a\n    code",
  "a\n\n    code",
  "a\n/lgtm",
  "a\n@user",
  "a\n<details>\n\nb",
  "a\n</details>",
  "a\n```\nb",
  "two  \nspaces",
  "tab\tbed",
  "    indented",
  "\tindented",
  " \u00a0padded\u3000",
  "next\u0085line",
  "line\u2028separator",
  "paragraph\u2029separator",
  "right\u202eto left",
  "isolate\u2066x\u2069",
  "mark\u200e\u200f",
  "zero\u200bwidth",
  "@\u200buser",
  "#\u200b12",
  "joiner\u200dx\u200c",
  "bom\ufeffx",
  "soft\u00adhyphen",
  "word\u2060joiner",
  "filler\u3164x\u115f",
  "tags\u{e0041}\u{e0042}",
  "variation\ufe0f",
  "braille\u2800blank",
  "nul\u0000byte",
  "escape\u001b[31mred",
  "bell\u0007",
  "osc\u001b]8;;https://example.org\u0007x",
  "delete\u007f",
  "c1\u009b31m",
  "lone\ud800surrogate",
  "lone\udc00",
  "private\ue000use",
  "emoji 🎉 done",
  "family 👩‍💻",
  "中文 @用户",
  "e\u0301accent",
];

const lines = [mentions, references, links, html, markup, commands].flatMap((block) => block.split("\n").slice(1, -1));

/** All of them, each once. */
export const hostileStrings: readonly string[] = [...new Set([...lines, ...unprintable])];
