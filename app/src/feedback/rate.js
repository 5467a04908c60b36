/*
 * Moves the secret of a rating from the address, behind the #, into the form. Without script it is typed.
 */
(function () {
  'use strict';

  var field = document.getElementById('ticket');
  var secret = window.location.hash.slice(1);
  if (!field || !/^[0-9a-f]{8,64}$/.test(secret)) { return; }
  field.value = secret;
  if (window.history && window.history.replaceState) {
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  }
}());
