// The moment in which a number was heard, played with half a second around it.
const sound = document.getElementById("sound");
let end = Infinity;
sound?.addEventListener("timeupdate", () => { if (sound.currentTime >= end) { sound.pause(); end = Infinity; } });
for (const button of document.querySelectorAll("[data-at]")) {
  button.onclick = () => {
    sound.currentTime = Math.max(0, Number(button.dataset.at) - 0.5);
    end = Number(button.dataset.until) + 0.5;
    sound.play();
  };
}
