// What a person in front of the screen would complain about, found inside the page: text outside the screen, cut off, under
// other text, over the edge of its ground, struck by a line, too small, too pale.
var sanhGeometry = (function () {
  "use strict";

  var styleOf = sanhInk.styleOf;
  var nameOf = sanhInk.nameOf;
  var isInside = sanhInk.isInside;
  var isShown = sanhInk.isShown;
  var layers = sanhColour.layers;
  var page = document.documentElement;
  var unit = Math.min(window.innerWidth, window.innerHeight) / 100; // 1 vmin
  // Rounding of a pixel, more of them where a vmin is large.
  var slack = Math.max(1, unit * 0.1);

  function round(value) { return Math.round(value * 100) / 100; }

  /* Keeps the first of each kind of violation and counts the others. */
  function Report() {
    var told = {};
    this.violations = [];
    this.tell = function (rule, element, text, detail) {
      var where = nameOf(element);
      var key = rule + where + (rule === "overlap" ? text : "");
      if (told[key]) { told[key].times += 1; return; }
      told[key] = { rule: rule, where: where, text: text, detail: detail, times: 1 };
      this.violations.push(told[key]);
    };
  }

  function scrolls(report, rules, elements) {
    if (page.scrollWidth > window.innerWidth || !rules.scrolls && page.scrollHeight > window.innerHeight) {
      report.tell("scroll", page, "", page.scrollWidth + "x" + page.scrollHeight + " on " + window.innerWidth + "x" + window.innerHeight);
    }
    if (rules.scrolls) { return; }
    elements.forEach(function (element) {
      var style = styleOf(element);
      if (style.textOverflow === "ellipsis" || style.webkitLineClamp && style.webkitLineClamp !== "none") { report.tell("ellipsis", element, "", ""); }
      if (!/auto|scroll/.test(style.overflowY + style.overflowX) || !element.clientHeight) { return; }
      if (element.scrollHeight > element.clientHeight + slack || element.scrollWidth > element.clientWidth + slack) {
        var is = element.scrollWidth + "x" + element.scrollHeight;
        report.tell("scroll", element, "", is + " in " + element.clientWidth + "x" + element.clientHeight);
      }
    });
  }

  /* Whether nothing lies over a word. An emergency may; then the word is not seen and not judged. */
  function isUncovered(report, rules, word) {
    var covering = word.boxes.map(function (box) { return layers(word.element, box).above.filter(sanhColour.hides)[0]; }).filter(Boolean);
    if (!covering.length) { return true; }
    if (!(rules.over && covering[0].closest(rules.over))) { report.tell("covered", word.element, word.whole, "by " + nameOf(covering[0])); }
    return false;
  }

  /* How far a box reaches over the edge of another. */
  function beyond(box, edge) {
    return Math.max(edge.left - box.left, box.right - edge.right, edge.top - box.top, box.bottom - edge.bottom);
  }

  function edges(report, rules, word) {
    var screen = { left: 0, right: window.innerWidth, top: rules.scrolls ? -Infinity : 0, bottom: rules.scrolls ? Infinity : window.innerHeight };
    word.boxes.forEach(function (box) {
      var canBeScrolledTo = false;
      for (var at = word.element; at && at !== page && !canBeScrolledTo; at = at.parentElement) {
        var style = styleOf(at);
        // On a page dots may stand for the end of a line that is told in full elsewhere; a wall has none.
        if (rules.scrolls && (/auto|scroll/.test(style.overflowX) || style.textOverflow === "ellipsis")) { canBeScrolledTo = true; break; }
        var cut = beyond(box, at.getBoundingClientRect());
        if ((style.overflowX !== "visible" || style.overflowY !== "visible") && cut > slack) {
          report.tell("cut off", word.element, word.whole, round(cut) + " px by " + nameOf(at));
        }
        if (style.position === "fixed") { break; }
      }
      var outside = beyond(box, screen);
      if (outside > slack && !canBeScrolledTo) { report.tell("outside", word.element, word.whole, round(outside) + " px"); }
    });
  }

  /* Text on a coloured ground of its own stays on it. */
  function spills(report, root, word) {
    var ground = word.element;
    while (ground && ground !== root && (styleOf(ground).display === "inline" || !sanhColour.hides(ground))) { ground = ground.parentElement; }
    if (!ground || ground === root || !root.contains(ground)) { return; }
    word.boxes.forEach(function (box) {
      var over = beyond(box, ground.getBoundingClientRect());
      if (over > slack) { report.tell("spills", word.element, word.whole, round(over) + " px over the edge of " + nameOf(ground)); }
    });
  }

  function wraps(report, root, all) {
    all.forEach(function (word) {
      var isBroken = word.boxes.some(function (box) { return Math.abs(box.bottom - word.boxes[0].bottom) > word.size / 2; });
      if (/\d/.test(word.text) && isBroken) { report.tell("wrapped figure", word.element, word.text, word.boxes.length + " lines"); }
    });
    Array.from(root.querySelectorAll(".figure, .clock")).filter(isShown).forEach(function (element) {
      var boxes = [];
      all.forEach(function (word) { if (isInside(word.element, element)) { boxes = boxes.concat(word.boxes); } });
      var line = 0.4 * parseFloat(styleOf(element).fontSize);
      if (boxes.some(function (box) { return box.bottom - boxes[0].bottom > line; })) {
        report.tell("wrapped figure", element, element.textContent.trim(), boxes.length + " boxes");
      }
    });
  }

  function crosses(report, elements, all) {
    elements.forEach(function (element) {
      var style = styleOf(element);
      var rect = element.getBoundingClientRect();
      [["top", style.borderTopWidth, style.borderTopStyle], ["bottom", style.borderBottomWidth, style.borderBottomStyle]].forEach(function (side) {
        var thick = parseFloat(side[1]);
        if (!thick || side[2] === "none" || !rect.width) { return; }
        var line = side[0] === "top" ? [rect.top, rect.top + thick] : [rect.bottom - thick, rect.bottom];
        all.forEach(function (word) {
          word.boxes.forEach(function (box) {
            var isBeside = box.right <= rect.left + slack || box.left >= rect.right - slack;
            if (!isBeside && box.bottom > line[0] + slack / 2 && box.top < line[1] - slack / 2) {
              report.tell("crossed", word.element, word.whole, "by the line at the " + side[0] + " of " + nameOf(element));
            }
          });
        });
      });
    });
  }

  /* Words over words, and words over pictures: from the top down, each compared with what begins before it ends. */
  function overlaps(report, all, pictures) {
    var placed = [];
    all.concat(pictures).forEach(function (one, at) {
      one.boxes.forEach(function (box) { placed.push({ one: one, box: box, isWord: at < all.length }); });
    });
    placed.sort(function (a, b) { return a.box.top - b.box.top; });
    placed.forEach(function (upper, at) {
      for (var next = at + 1; next < placed.length && placed[next].box.top < upper.box.bottom - slack; next += 1) {
        var pair = upper.isWord ? [upper, placed[next]] : [placed[next], upper];
        if (pair[0].isWord) { overlap(report, pair[0], pair[1]); }
      }
    });
  }

  function overlap(report, word, other) {
    var one = word.one.element;
    var two = other.one.element;
    if (isInside(one, two) || isInside(two, one)) { return; }
    var wide = Math.min(word.box.right, other.box.right) - Math.max(word.box.left, other.box.left);
    var high = Math.min(word.box.bottom, other.box.bottom) - Math.max(word.box.top, other.box.top);
    if (wide <= slack || high <= slack) { return; }
    report.tell("overlap", one, word.one.whole + " | " + other.one.whole, round(wide) + " x " + round(high) + " px with " + nameOf(two));
  }

  function picturesIn(root) {
    var shown = Array.from(root.querySelectorAll("svg, img, .seal")).filter(isShown);
    return shown.map(function (element) {
      return { element: element, text: "", whole: "(" + nameOf(element) + ")", boxes: [element.getBoundingClientRect()] };
    }).filter(function (picture) { return picture.boxes[0].width > 0; });
  }

  /* Returns the smallest of each kind. */
  function sizes(report, rules, root, all) {
    var found = {};
    rules.minima.forEach(function (minimum) {
      all.forEach(function (word) {
        if (!word.element.closest(minimum[0])) { return; }
        var size = word.size / unit;
        found[minimum[0]] = Math.min(round(size), found[minimum[0]] || Infinity);
        if (size < minimum[1] - 0.02) { report.tell("too small", word.element, word.whole, round(size) + " vmin, wanted " + minimum[1]); }
      });
    });
    var qr = root.querySelector("svg.qr");
    if (!qr || !isShown(qr) || !qr.getBoundingClientRect().width) { return found; }
    var rect = qr.getBoundingClientRect();
    found.qr = round(Math.min(rect.width, rect.height) / unit);
    if (rules.qr && found.qr < rules.qr) { report.tell("too small", qr, "QR", found.qr + " vmin, wanted " + rules.qr); }
    if (!rules.scrolls && (rect.bottom > window.innerHeight + slack || rect.right > window.innerWidth + slack)) { report.tell("outside", qr, "QR", ""); }
    return found;
  }

  function paleText(report, rules, word) {
    var there = layers(word.element, word.boxes[0]);
    // Outside the part that is seen nothing is known of what lies behind.
    if (there.at[0] < 0 || there.at[1] < 0 || there.at[0] > window.innerWidth || there.at[1] > window.innerHeight) { return; }
    var style = styleOf(word.element);
    var front = sanhColour.colour(word.element.ownerSVGElement ? style.fill : style.color);
    if (!front) { report.tell("unknown colour", word.element, word.whole, style.color); return; }
    var isFigure = /\d/.test(word.text) && word.element.closest(rules.figures);
    var least = isFigure ? rules.figureContrast : rules.textContrast;
    var is = sanhColour.worst(front, word.element, sanhColour.grounds(there.below, there.at));
    if (is < least - 0.005) { report.tell("too pale", word.element, word.whole, round(is) + ":1, wanted " + least + ":1 (" + style.color + ")"); }
  }

  function paleFill(report, rules, element) {
    var rect = element.getBoundingClientRect();
    if (rect.width < 0.5 && rect.height < 0.5 || element.getAttribute("width") === "0") { return; }
    var isCovered = layers(element, rect).above.some(function (layer) { return rules.over && layer.closest(rules.over); });
    var style = styleOf(element);
    var isLine = style.fill === "none";
    var front = sanhColour.colour(isLine ? style.stroke : style.fill);
    if (isCovered || !front) { return; }
    front = [front[0], front[1], front[2], front[3] * Number(isLine ? style.strokeOpacity : style.fillOpacity)];
    var outer = element;
    while (outer.ownerSVGElement) { outer = outer.ownerSVGElement; }
    var there = layers(outer.parentElement, rect);
    var is = sanhColour.worst(front, element, sanhColour.grounds(there.below, there.at));
    if (is < rules.fillContrast - 0.005) { report.tell("too pale", element, "", round(is) + ":1, wanted " + rules.fillContrast + ":1"); }
  }

  /*
   * rules: root        selector of what is looked at
   *        scrolls     true where a page may be longer than the screen, and its tables wider
   *        minima      [[selector, least type size in vmin]]
   *        qr          least side of the QR code in vmin
   *        figures     selector of what a digit must stand in to count as a figure
   *        figureContrast, textContrast, fillContrast
   *        fills       [selector of a drawn part]
   *        over        selector of what may cover everything else
   */
  function check(rules) {
    var report = new Report();
    var root = document.querySelector(rules.root);
    if (!root) { return { violations: [{ rule: "missing", where: rules.root, text: "", detail: "nothing there", times: 1 }], sizes: {}, words: 0 }; }
    var elements = Array.from(root.querySelectorAll("*"));
    scrolls(report, rules, elements);

    var all = sanhInk.words(root).filter(function (word) { return isUncovered(report, rules, word); });
    all.forEach(function (word) {
      edges(report, rules, word);
      spills(report, root, word);
      paleText(report, rules, word);
    });
    wraps(report, root, all);
    var covering = rules.over ? root.querySelector(rules.over) : null;
    crosses(report, elements.filter(isShown).filter(function (element) { return !covering || isInside(element, covering); }), all);
    overlaps(report, all, covering ? [] : picturesIn(root));
    var smallest = sizes(report, rules, root, all);
    rules.fills.forEach(function (selector) {
      Array.from(root.querySelectorAll(selector)).filter(isShown).forEach(function (element) { paleFill(report, rules, element); });
    });
    return { violations: report.violations, sizes: smallest, words: all.length };
  }

  /* Where everything lies that does not belong to one language alone: the same before and after a turn of languages. */
  function boxes(selector) {
    var places = {};
    // The wall as a whole moves by a hair now and then, to spare the screen.
    var origin = document.querySelector(selector).getBoundingClientRect();
    Array.from(document.querySelectorAll(selector + " *")).forEach(function (element) {
      if (element.closest(".vi, .en")) { return; }
      var rect = element.getBoundingClientRect();
      if (!rect.width || !isShown(element)) { return; }
      var path = [];
      for (var at = element; at && !at.matches(selector); at = at.parentElement) {
        path.unshift(at.tagName.toLowerCase() + Array.from(at.parentElement.children).indexOf(at));
      }
      places[path.join(">") + " (" + nameOf(element) + ")"] = [rect.left - origin.left, rect.top - origin.top, rect.width, rect.height].map(Math.round).join(" ");
    });
    return places;
  }

  return {
    check: check,
    boxes: boxes,
    parts: {
      slack: slack, Report: Report, scrolls: scrolls, edges: edges, isUncovered: isUncovered, spills: spills, overlaps: overlaps, picturesIn: picturesIn,
    },
  };
}());
