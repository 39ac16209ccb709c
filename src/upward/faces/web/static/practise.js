// A story told against the clock, recorded if wanted. The recording is decoded to 16 kHz mono here, so that the server
// needs no decoder; it is sent to this machine's server only, and offered as a file whatever happens.
const by = (id) => document.getElementById(id);
const take = by("take"), limits = ["green", "yellow", "red"].map((name) => [name, Number(take.dataset[name])]);
const parts = [...document.querySelectorAll("#targets [data-part]")];
const state = { begun: 0, before: 0, marks: [], timer: 0, stream: null, recorder: null, chunks: [], context: null, blob: null };

const elapsed = () => state.before + (state.begun ? (performance.now() - state.begun) / 1000 : 0);
const shown = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const say = (text) => { by("said").textContent = text; };

function draw() {
  const seconds = elapsed();
  by("clock").textContent = shown(seconds);
  const light = limits.filter(([, at]) => seconds >= at).pop();
  by("light").textContent = light ? light[0] : "";
  by("light").hidden = !light;
  let end = 0;
  const ends = parts.map((part) => [part, (end += Number(part.dataset.target))]);
  const due = state.marks.length ? ends[Math.min(state.marks.length, ends.length - 1)] : ends.find(([, at]) => seconds < at) || ends.at(-1);
  by("part").textContent = due ? `${due[0].dataset.part} until ${shown(due[1])}` : "";
}

async function microphone() {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("This browser gives no microphone to a page. Record with another program, then use upward rehearse analyse FILE.");
  const device = by("device").value;
  try {
    state.stream = await navigator.mediaDevices.getUserMedia({ audio: { deviceId: device ? { exact: device } : undefined, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch (error) {
    const why = { NotAllowedError: "The microphone was refused. Allow it for this page in the browser, or tell the story without Record.", NotFoundError: "No microphone was found. Connect one, or tell the story without Record.", NotReadableError: "Another program uses the microphone. Close it, or choose another." };
    throw new Error(why[error.name] || `The microphone can't be used (${error.name}).`);
  }
  await devices();
  state.context = new AudioContext();
  const meter = state.context.createAnalyser(), data = new Float32Array(1024);
  state.context.createMediaStreamSource(state.stream).connect(meter);
  const level = () => {
    if (!state.stream) return;
    meter.getFloatTimeDomainData(data);
    by("level").value = Math.min(1, Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length) * 4);
    setTimeout(level, 100);
  };
  level();
}

async function devices() {
  const found = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === "audioinput");
  const kept = by("device").value;
  by("device").replaceChildren(new Option("default", ""), ...found.filter((each) => each.deviceId && each.deviceId !== "default").map((each) => new Option(each.label || "microphone", each.deviceId)));
  by("device").value = kept;
}

function listen() {
  state.chunks = [];
  state.recorder = new MediaRecorder(state.stream);
  state.recorder.ondataavailable = (event) => event.data.size && state.chunks.push(event.data);
  // In slices, so that a tab that dies loses a second at the most.
  state.recorder.start(1000);
}

function release() {
  state.stream?.getTracks().forEach((track) => track.stop());
  state.context?.close();
  state.stream = state.recorder = state.context = null;
  by("level").value = 0;
}

async function start() {
  say("");
  if (by("record").checked) {
    try { await microphone(); listen(); } catch (error) { release(); say(error.message); return; }
  }
  Object.assign(state, { before: 0, marks: [], begun: performance.now(), blob: null });
  state.timer = setInterval(draw, 250);
  by("start").disabled = by("record").disabled = true;
  ["mark", "pause", "stop"].forEach((id) => { by(id).disabled = false; });
  by("stop").focus();
}

function pause() {
  if (state.begun) { state.before = elapsed(); state.begun = 0; state.recorder?.pause(); by("pause").textContent = "Go on"; } else { state.begun = performance.now(); state.recorder?.resume(); by("pause").textContent = "Pause"; }
}

function partSeconds(total) {
  if (!state.marks.length) return {};
  const ends = state.marks.slice(0, parts.length - 1);
  if (ends.length === parts.length - 1) ends.push(total);
  return Object.fromEntries(ends.map((end, n) => [parts[n].dataset.part, end - (n ? ends[n - 1] : 0)]));
}

async function recorded() {
  if (!state.recorder) return null;
  await new Promise((done) => { state.recorder.onstop = done; state.recorder.stop(); });
  const raw = new Blob(state.chunks, { type: state.chunks[0]?.type });
  release();
  if (!raw.size) return null;
  const context = new OfflineAudioContext(1, 1, 16000);
  // Decoding resamples to the context's rate.
  const sound = await context.decodeAudioData(await raw.arrayBuffer());
  const mixed = new Int16Array(sound.length), lanes = Array.from({ length: sound.numberOfChannels }, (_, n) => sound.getChannelData(n));
  for (let n = 0; n < mixed.length; n++) mixed[n] = Math.max(-1, Math.min(1, lanes.reduce((sum, lane) => sum + lane[n], 0) / lanes.length)) * 32767;
  return wav(mixed);
}

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2)), text = (at, word) => [...word].forEach((c, n) => view.setUint8(at + n, c.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + samples.length * 2, true); text(8, "WAVEfmt "); view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, 16000, true); view.setUint32(28, 32000, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true); text(36, "data"); view.setUint32(40, samples.length * 2, true);
  samples.forEach((value, n) => view.setInt16(44 + n * 2, value, true));
  return new Blob([view], { type: "audio/wav" });
}

const base64 = (blob) => new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result.split(",")[1]); reader.readAsDataURL(blob); });

async function stop() {
  const total = elapsed();
  clearInterval(state.timer);
  ["mark", "pause", "stop"].forEach((id) => { by(id).disabled = true; });
  say("Saving …");
  try { state.blob = await recorded(); } catch { release(); say("The recording can't be decoded in this browser; the time is saved without it."); }
  if (state.blob) { by("heard").src = by("file").href = URL.createObjectURL(state.blob); by("heard").hidden = by("file").hidden = false; }
  state.kept = { story: take.dataset.story, question: take.dataset.question, loop: take.dataset.loop, seconds: total, parts: partSeconds(total), sound: state.blob ? await base64(state.blob) : "" };
  by("retake").hidden = false;
  await send();
}

async function send() {
  try {
    const answer = await fetch("/practise/take", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF": upward.csrf(), "X-Part": "1" }, body: JSON.stringify(state.kept) });
    const found = await answer.json();
    if (!answer.ok) throw new Error([found.what, found.why, found.next_step].filter(Boolean).join("; "));
    by("run").value = found.run;
    by("finish").hidden = false;
    say(`Saved in ${found.run}. ${found.advice}`);
    (by("finish").querySelector("input:not([type=hidden])"))?.focus();
    state.kept = null;
  } catch (error) {
    say(`Not saved: ${error instanceof TypeError ? "the server does not answer. Start upward serve again" : error.message}. The take is kept in this tab; `);
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: "Try again" });
    again.onclick = send;
    by("said").append(again);
  }
}

by("start").onclick = start;
by("stop").onclick = stop;
by("pause").onclick = pause;
by("mark").onclick = () => state.marks.push(elapsed());
by("retake").onclick = () => location.reload();
by("record").onchange = () => by("record").checked && devices().catch(() => {});
addEventListener("beforeunload", (event) => { if (state.recorder || state.kept) event.preventDefault(); });
