// Colours, what lies behind a text, and how far the two stand apart.
var sanhColour = (function () {
  "use strict";

  var styleOf = sanhInk.styleOf;
  var isInside = sanhInk.isInside;

  function numbers(text) { return (text.match(/-?[\d.]+(e-?\d+)?%?/g) || []).map(parseFloat); }

  /* [red, green, blue, alpha] with 0 to 255 and 0 to 1; null for what is not a colour. */
  function colour(text) {
    var values;
    if (/^rgba?\(/.test(text)) {
      values = numbers(text);
      return [values[0], values[1], values[2], values.length > 3 ? values[3] : 1];
    }
    if (/^color\(srgb /.test(text)) {
      values = numbers(text.replace("srgb", ""));
      return [values[0] * 255, values[1] * 255, values[2] * 255, values.length > 3 ? values[3] : 1];
    }
    return text === "transparent" ? [0, 0, 0, 0] : null;
  }

  function over(front, back) {
    var alpha = front[3];
    return [0, 1, 2].map(function (i) { return front[i] * alpha + back[i] * (1 - alpha); }).concat([1]);
  }

  function luminance(rgb) {
    var linear = rgb.slice(0, 3).map(function (value) {
      var part = value / 255;
      return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  function contrast(one, other) {
    var a = luminance(one);
    var b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /* A line drawn as a background is not the ground of the text. */
  function isGround(style) {
    if (style.backgroundImage === "none") { return false; }
    var height = style.backgroundSize.split(" ")[1] || "";
    return !(style.backgroundRepeat.indexOf("no-repeat") === 0 && /px$/.test(height) && parseFloat(height) < parseFloat(style.fontSize) / 2);
  }

  /* What draws an element's ground at a point: itself, or what its style lays beside it. */
  function groundStyle(element, at) {
    var rect = element.getBoundingClientRect();
    if (at[0] >= rect.left - 1 && at[0] <= rect.right + 1 && at[1] >= rect.top - 1 && at[1] <= rect.bottom + 1) { return styleOf(element); }
    var laid = ["::after", "::before"].map(function (name) { return window.getComputedStyle(element, name); });
    return laid.filter(function (style) { return style.content !== "none" && style.backgroundColor !== "rgba(0, 0, 0, 0)"; })[0] || styleOf(element);
  }

  /* The colours that may lie behind a point, given the elements there from the front to the back. */
  function grounds(stack, at) {
    if (!stack.length) { return [[255, 255, 255, 1]]; }
    var style = groundStyle(stack[0], at);
    var own = colour(style.backgroundColor) || [0, 0, 0, 0];
    var behind = own[3] >= 0.999 ? [own] : grounds(stack.slice(1), at).map(function (back) { return over(own, back); });
    if (!isGround(style)) { return behind; }
    var drawn = (style.backgroundImage.match(/rgba?\([^)]*\)|color\([^)]*\)/g) || []).map(colour).filter(Boolean);
    var all = [];
    drawn.forEach(function (front) { behind.forEach(function (back) { all.push(over(front, back)); }); });
    return all.length ? all : behind;
  }

  function opacity(element) {
    var value = 1;
    for (var at = element; at; at = at.parentElement) { value *= Number(styleOf(at).opacity); }
    return value;
  }

  function worst(front, element, behind) {
    var faded = [front[0], front[1], front[2], front[3] * opacity(element)];
    return Math.min.apply(null, behind.map(function (back) { return contrast(over(faded, back), back); }));
  }

  function middle(box) { return [(box.left + box.right) / 2, (box.top + box.bottom) / 2]; }

  /* What lies at the middle of a box, split where the element or what it stands in begins. */
  function layers(element, box) {
    var at = middle(box);
    var stack = document.elementsFromPoint(at[0], at[1]);
    var own = 0;
    while (own < stack.length && !isInside(element, stack[own])) { own += 1; }
    return { at: at, above: stack.slice(0, own), below: stack.slice(own) };
  }

  function hides(layer) {
    var ground = colour(styleOf(layer).backgroundColor);
    return ground !== null && ground[3] > 0.9;
  }

  return { colour: colour, grounds: grounds, worst: worst, middle: middle, layers: layers, hides: hides };
}());
