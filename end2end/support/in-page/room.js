// What people at a desk or with a phone would complain about on a page of a room, found inside the page: text cut off or under
// other text, things to press that lie over each other, that are too small for a finger, or that go under what stays in its place.
var sanhRoom = (function () {
  "use strict";

  var styleOf = sanhInk.styleOf;
  var nameOf = sanhInk.nameOf;
  var isInside = sanhInk.isInside;
  var isShown = sanhInk.isShown;
  var parts = sanhGeometry.parts;
  var page = document.documentElement;

  var TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  /* CSS pixels: the height of what a finger presses, and the least width of what is that high (WCAG 2.2, 2.5.5 and 2.5.8). */
  var FINGER = 44;
  var WIDTH = 24;
  var ROUNDING = 0.5;
  /* No more of one page are focused in turn to see whether something covers them. */
  var FOCUSED_MAX = 80;

  function round(value) { return Math.round(value * 10) / 10; }

  function wordsOf(element) {
    var own = element.getAttribute("aria-label") || element.textContent || element.name || "";
    return own.trim().replace(/\s+/g, " ").slice(0, 60);
  }

  function meet(one, other) {
    return {
      left: Math.max(one.left, other.left), right: Math.min(one.right, other.right),
      top: Math.max(one.top, other.top), bottom: Math.min(one.bottom, other.bottom),
    };
  }

  function hasSize(box) { return box.right - box.left > 1 && box.bottom - box.top > 1; }

  /* The part of the page in which an element can be seen: what it is scrolled in ends at its edges. */
  function framing() {
    var frames = new Map();
    return function frameOf(element) {
      if (!element || element === page || element === document.body) {
        return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
      }
      if (!frames.has(element)) {
        var outer = frameOf(element.parentElement);
        var style = styleOf(element);
        var isOpen = style.overflowX === "visible" && style.overflowY === "visible";
        frames.set(element, isOpen ? outer : meet(outer, element.getBoundingClientRect()));
      }
      return frames.get(element);
    };
  }

  /* A word or picture as far as it can be seen; null where all of it is scrolled away or cut off. */
  function seenIn(frameOf) {
    return function (thing) {
      var frame = frameOf(thing.element);
      var boxes = thing.boxes.map(function (box) { return meet(box, frame); }).filter(hasSize);
      return boxes.length ? Object.assign({}, thing, { boxes: boxes }) : null;
    };
  }

  function around(boxes) {
    return boxes.reduce(function (all, box) {
      return {
        left: Math.min(all.left, box.left), right: Math.max(all.right, box.right),
        top: Math.min(all.top, box.top), bottom: Math.max(all.bottom, box.bottom),
      };
    });
  }

  /* What a box to tick, a choice or a file is pressed by beside itself. */
  function labelsOf(element) {
    return /^(checkbox|radio|file)$/.test(element.type) ? Array.from(element.labels || []).filter(isShown) : [];
  }

  function rectsOf(element) { return Array.from(element.getClientRects()).filter(hasSize); }

  /* What can be pressed: its own boxes (a link that wraps has one a line), and the size of all that presses it. */
  function targetsIn(frameOf) {
    var found = Array.from(document.querySelectorAll(TARGETS)).filter(function (element) { return !element.disabled; });
    return found.map(function (element) {
      var own = isShown(element) ? rectsOf(element) : [];
      var labels = labelsOf(element);
      var all = labels.reduce(function (boxes, label) { return boxes.concat(rectsOf(label)); }, own);
      return { element: element, boxes: own, all: all, labels: labels };
    }).filter(function (target) {
      var frame = frameOf(target.element);
      return target.all.some(function (box) { return hasSize(meet(box, frame)) && box.right > 0 && box.bottom + window.pageYOffset > 0; });
    }).map(function (target) {
      target.box = around(target.all);
      target.width = target.box.right - target.box.left;
      target.height = target.box.bottom - target.box.top;
      target.isSmall = target.height < FINGER - ROUNDING || target.width < WIDTH - ROUNDING;
      return target;
    });
  }

  /* A link in a sentence is as high as its line; one that stands alone or among other links is not in a sentence. */
  function isInSentence(element) {
    if (styleOf(element).display !== "inline") { return false; }
    var block = element.parentElement;
    while (block && block !== document.body && styleOf(block).display === "inline") { block = block.parentElement; }
    var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, null, false);
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      if (/[^\s.,;:·|()/–—-]/.test(node.data) && !node.parentElement.closest(TARGETS) && isShown(node.parentElement)) { return true; }
    }
    return false;
  }

  function centre(box) { return [(box.left + box.right) / 2, (box.top + box.bottom) / 2]; }

  /* How far a point lies from a box. */
  function away(point, box) {
    var across = Math.max(box.left - point[0], 0, point[0] - box.right);
    var down = Math.max(box.top - point[1], 0, point[1] - box.bottom);
    return Math.sqrt(across * across + down * down);
  }

  /* Whether a finger's circle about a small target touches another target, or the circle about another small one. */
  function neighbour(target, all) {
    var point = centre(target.box);
    return all.filter(function (other) {
      if (other === target || isInside(target.element, other.element) || isInside(other.element, target.element)) { return false; }
      var otherPoint = centre(other.box);
      var apart = Math.sqrt(Math.pow(point[0] - otherPoint[0], 2) + Math.pow(point[1] - otherPoint[1], 2));
      return away(point, other.box) < FINGER / 2 - ROUNDING || other.isSmall && apart < FINGER - ROUNDING;
    })[0];
  }

  function small(report, all) {
    all.forEach(function (target) {
      if (!target.isSmall || isInSentence(target.element)) { return; }
      var near = neighbour(target, all);
      if (!near) { return; }
      var is = round(target.width) + " x " + round(target.height) + " px, wanted " + WIDTH + " x " + FINGER;
      report.tell("small target", target.element, wordsOf(target.element), is + " or more room to \"" + wordsOf(near.element) + "\"");
    });
  }

  function belongTogether(one, other) {
    if (isInside(one.element, other.element) || isInside(other.element, one.element)) { return true; }
    return one.labels.some(function (label) { return isInside(other.element, label); }) || other.labels.some(function (label) { return isInside(one.element, label); });
  }

  function touching(report, all) {
    all.forEach(function (one, at) {
      all.slice(at + 1).forEach(function (other) {
        one.boxes.forEach(function (a) {
          other.boxes.forEach(function (b) {
            var both = meet(a, b);
            var is = [both.right - both.left, both.bottom - both.top];
            if (is[0] <= parts.slack || is[1] <= parts.slack || belongTogether(one, other)) { return; }
            report.tell("overlap", one.element, wordsOf(one.element) + " | " + wordsOf(other.element), is.map(round).join(" x ") + " px with " + nameOf(other.element));
          });
        });
      });
    });
  }

  /* With something that stays in its place while the rest is scrolled: whether it covers what has the focus. */
  function stays(report, targets) {
    var staying = Array.from(document.body.querySelectorAll("*")).filter(function (element) {
      return /sticky|fixed/.test(styleOf(element).position) && isShown(element) && hasSize(element.getBoundingClientRect());
    });
    if (!staying.length) { return; }
    var before = [window.pageXOffset, window.pageYOffset];
    targets.slice(0, FOCUSED_MAX).forEach(function (target) {
      target.element.focus();
      var at = centre(target.element.getBoundingClientRect());
      var top = document.elementFromPoint(at[0], at[1]);
      var covering = top && !isInside(top, target.element) && !isInside(target.element, top) && staying.filter(function (element) {
        return isInside(top, element) && !isInside(target.element, element);
      })[0];
      if (covering) { report.tell("covered focus", target.element, wordsOf(target.element), "by " + nameOf(covering)); }
      target.element.blur();
    });
    window.scrollTo(before[0], before[1]);
  }

  /* isTouched: whether fingers press what this size of the page shows. */
  function check(isTouched) {
    var report = new parts.Report();
    var rules = { scrolls: true };
    var frameOf = framing();
    parts.scrolls(report, rules, []);
    var all = sanhInk.words(document.body);
    all.forEach(function (word) { parts.edges(report, rules, word); });
    var seen = all.map(seenIn(frameOf)).filter(Boolean);
    var uncovered = seen.filter(function (word) { return parts.isUncovered(report, rules, word); });
    uncovered.forEach(function (word) { parts.spills(report, document.body, word); });
    // Words belong on a chart, and on no code, logo or seal.
    var pictures = parts.picturesIn(document.body).filter(function (picture) { return picture.element.matches("img, svg.qr, .seal"); });
    parts.overlaps(report, uncovered, pictures.map(seenIn(frameOf)).filter(Boolean));
    var targets = targetsIn(frameOf);
    touching(report, targets);
    if (isTouched) { small(report, targets); }
    stays(report, targets);
    return { violations: report.violations, sizes: {}, words: all.length, layout: layout() };
  }

  /* A number for where everything lies: the same where nothing moved. */
  function layout() {
    var sum = 0;
    Array.from(document.body.querySelectorAll("*")).forEach(function (element) {
      var rect = element.getBoundingClientRect();
      [rect.left, rect.top, rect.width, rect.height].forEach(function (value) { sum = (sum * 31 + Math.round(value)) % 2147483647; });
    });
    return sum;
  }

  return { check: check, layout: layout };
}());
