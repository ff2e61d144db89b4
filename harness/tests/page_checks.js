// Checks a page in the current window, and returns a sentence for each problem.
// The test runs this in the browser; the page does not have it.
const wrong = [];
const say = (text) => wrong.length < 20 && wrong.push(text);
const all = (selector) => [...document.querySelectorAll(selector)];
const name = (element) =>
  `<${element.tagName.toLowerCase()}> "${element.textContent.trim().slice(0, 40)}"`;

// It fits. Wider elements scroll on their own, also by keyboard.
if (document.scrollingElement.scrollWidth > innerWidth)
  say(`the page is ${document.scrollingElement.scrollWidth} wide, the window ${innerWidth}`);
for (const element of all('main *')) {
  const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX);
  if (scrolls && element.scrollWidth > element.clientWidth && element.tabIndex < 0)
    say(`${name(element)} scrolls and cannot be reached by keyboard`);
}

// It loads nothing, and every internal link has a target.
for (const entry of performance.getEntriesByType('resource')) say(`it loaded ${entry.name}`);
for (const part of all('[src], [srcset], link[href]'))
  if (!/^data:/.test(part.getAttribute('src') ?? part.getAttribute('href'))) say(`${name(part)} is elsewhere`);
const ids = all('[id]').map((element) => element.id);
for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) say(`two elements are #${id}`);
for (const link of all('a')) {
  const href = link.getAttribute('href');
  if (href.startsWith('#') ? !document.getElementById(decodeURIComponent(href.slice(1)))
      : !/^https:\/\/(man7\.org|elixir\.bootlin\.com|git\.kernel\.org)\//.test(href))
    say(`${name(link)} leads nowhere: ${href}`);
}

// It is accessible without sight.
for (const landmark of ['header', 'nav[aria-label]', 'main', 'footer'])
  if (all(landmark).length !== 1) say(`there is not one ${landmark}`);
let level = 0;
for (const heading of all('h1, h2, h3, h4, h5, h6')) {
  const here = Number(heading.tagName[1]);
  if (here > level + 1) say(`${name(heading)} comes after a heading of level ${level}`);
  level = here;
}
if (all('h1').length !== 1) say('there is not one h1');
for (const head of all('th:not([scope])')) say(`${name(head)} heads nothing`);
for (const image of all('svg:not([role=img][aria-label]), img:not([alt])'))
  say(`${name(image)} says nothing to those who cannot see`);
for (const element of all('[aria-labeledby]'))
  if (!document.getElementById(element.getAttribute('aria-labeledby')))
    say(`${name(element)} is labeled by nothing`);

// It is readable: the contrast is 4.5 or more, as WCAG defines it.
const rgba = (color) => {
  const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
  return { r, g, b, a };
};
const luminance = ({ r, g, b }) => {
  const part = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
const solid = (color) => color && color !== 'none' && rgba(color).a > 0 && rgba(color);
const canvas = solid(getComputedStyle(document.body).backgroundColor);
const inside = (box, point) => box.left <= point.x && point.x <= box.right &&
  box.top <= point.y && point.y <= box.bottom;
const shapes = new Map();  // of each drawing: the boxes around its texts
const behind = (element) => {
  const svg = element.closest('svg');
  if (svg) {
    if (!shapes.has(svg))
      shapes.set(svg, [...svg.querySelectorAll('rect')].reverse().map((rect) =>
        [rect.getBoundingClientRect(), getComputedStyle(rect).fill]));
    const text = element.getBoundingClientRect();
    const point = { x: text.left + 2, y: (text.top + text.bottom) / 2 };
    const found = shapes.get(svg).find(([box, fill]) => solid(fill) && inside(box, point));
    if (found) return solid(found[1]);
  }
  for (let at = element; at; at = at.parentElement) {
    const color = solid(getComputedStyle(at).backgroundColor);
    if (color) return color;
  }
  return canvas;
};
const seen = new Set();
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || seen.has(element)) continue;
  seen.add(element);
  const style = getComputedStyle(element);
  const color = rgba(element.closest('svg') ? style.fill : style.color);
  const ratio = contrast(color, behind(element));
  if (ratio < 4.5 || color.a < 1 || style.opacity < 1)
    say(`${name(element)} has a contrast of ${ratio.toFixed(2)}`);
}
if (seen.size < 20) say(`only ${seen.size} texts were found`);
return wrong;
