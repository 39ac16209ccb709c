// Twenty seconds to choose a story, and the question read aloud by the browser's own voice.
const left = document.getElementById("left"), aloud = document.getElementById("aloud"), begun = performance.now();
const timer = setInterval(() => {
  const seconds = 20 - Math.floor((performance.now() - begun) / 1000);
  left.textContent = seconds > 0 ? `${seconds} s` : `${20 - seconds} s; aim at 20`;
}, 500);
addEventListener("pagehide", () => clearInterval(timer));
if ("speechSynthesis" in window && aloud.dataset.text) {
  aloud.hidden = false;
  aloud.onclick = () => { speechSynthesis.cancel(); speechSynthesis.speak(new SpeechSynthesisUtterance(aloud.dataset.text)); };
}
