// What is shown of a page, and where its ink lies. Plain ES2015 with interfaces of Chromium 53: it runs in every engine tried.
var sanhInk = (function () {
  "use strict";

  // The face's measures, in parts of its size: the top of a text's box lies 1.00 above the base line, its end 0.27 below.
  var ASCENT = 1.0 / 1.27;

  function styleOf(element) { return window.getComputedStyle(element); }

  /* A person's name for an element: its classes and those around it. */
  function nameOf(element) {
    var parts = [];
    for (var at = element; at && at !== document.body && parts.length < 4; at = at.parentElement) {
      var classes = String(at.getAttribute("class") || "").trim();
      var own = at.tagName.toLowerCase() + (at.id ? "#" + at.id : "") + (classes ? "." + classes.split(/\s+/).join(".") : "");
      parts.unshift(own);
      if (at.id) { break; }
    }
    return parts.join(" ");
  }

  function isInside(element, outer) { return outer === element || outer.contains(element); }

  /* Shown to the eye at all: not hidden, not transparent, not kept for screen readers. */
  function isShown(element) {
    if (styleOf(element).visibility !== "visible") { return false; }
    // What is folded away keeps its place in newer engines, which know a word for it.
    if (element.checkVisibility && !element.checkVisibility()) { return false; }
    for (var at = element; at; at = at.parentElement) {
      var style = styleOf(at);
      if (style.display === "none" || Number(style.opacity) === 0) { return false; }
      if (style.position === "absolute" && /^rect\((0px|1px),? (0px|1px),? (0px|1px),? (0px|1px)\)$/.test(style.clip)) { return false; }
      if (/^(script|style|noscript|template|title|desc|head)$/i.test(at.tagName)) { return false; }
    }
    return true;
  }

  /* How far the signs of a word reach above and below the base line, in parts of the type size; measured on the face. */
  function reach(word) {
    var up = 0;
    var down = 0.01;
    var base = "";
    var top = 0;
    var marks = 0;
    Array.from(word.normalize("NFD")).forEach(function (sign) {
      var code = sign.charCodeAt(0);
      if (code === 0x0323) {
        down = Math.max(down, 0.24);
      } else if (code >= 0x0300 && code <= 0x036f) {
        // A mark takes the place of the dot; a horn hardly rises; a hook stands higher than the other marks.
        if (/[ij]/.test(base) && marks === 0) { top = 0.54; }
        top += code === 0x031b ? 0.11 : (marks === 0 ? 0.25 : 0.13) + (code === 0x0309 ? 0.04 : 0);
        marks += code === 0x031b ? 0 : 1;
      } else {
        base = sign;
        marks = 0;
        if (/[a-z]/.test(sign)) { top = /[bdfhklij]/.test(sign) ? 0.77 : sign === "t" ? 0.66 : 0.54; }
        else if (/[-+−–—·.,:;…]/.test(sign)) { top = 0.5; }
        else if (/[()/|[\]]/.test(sign)) { top = 0.84; down = Math.max(down, 0.22); }
        else { top = 0.76; }
        if (/[gjpqy]/.test(sign)) { down = Math.max(down, 0.21); }
        if (/[,;]/.test(sign)) { down = Math.max(down, 0.14); }
      }
      up = Math.max(up, top);
    });
    return { up: up, down: down };
  }

  /* Every word that is shown: its ink, line by line. */
  function words(root) {
    var found = [];
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, null, false);
    var shown = new Map();
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!/\S/.test(node.data)) { continue; }
      var element = node.parentElement;
      if (!shown.has(element)) { shown.set(element, isShown(element)); }
      if (!shown.get(element)) { continue; }
      var size = parseFloat(styleOf(element).fontSize);
      var pattern = /\S+/g;
      for (var match = pattern.exec(node.data); match; match = pattern.exec(node.data)) {
        var range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        var rects = Array.from(range.getClientRects()).filter(function (rect) { return rect.width > 0.1 && rect.height > 0.1; });
        if (!rects.length) { continue; }
        var ink = reach(match[0]);
        found.push({
          element: element,
          text: match[0],
          whole: node.data.trim().replace(/\s+/g, " ").slice(0, 60),
          size: size,
          boxes: rects.map(function (rect) {
            var base = rect.top + rect.height * ASCENT;
            return { left: rect.left, right: rect.right, top: base - ink.up * size, bottom: base + ink.down * size };
          }),
        });
      }
    }
    return found;
  }

  return { styleOf: styleOf, nameOf: nameOf, isInside: isInside, isShown: isShown, words: words };
}());
