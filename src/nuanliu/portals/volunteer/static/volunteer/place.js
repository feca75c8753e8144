// Asks the telephone once where it is, when the button is pressed, and sends that with the form. Without it: four digits.
"use strict";

for (const form of document.querySelectorAll("form[data-place]")) {
  if (!navigator.geolocation || !window.isSecureContext) continue;
  form.hidden = false;
  document.querySelector("[data-place-missing]").hidden = true;
  const failed = form.querySelector("[data-place-failed]");
  const button = form.querySelector("button");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        for (const name of ["latitude", "longitude", "accuracy"]) {
          form.querySelector(`input[name=${name}]`).value = coords[name];
        }
        form.submit();
      },
      () => {
        failed.hidden = false;
        button.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  });
}
