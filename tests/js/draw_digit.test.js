// ml-draw-digit beside Keras and handmade, on the 10,000 test images of MNIST: node --test tests/js/
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inflateSync } from "node:zlib";
import { checkSum, fetchNet, fromFloat16, predict, readNet } from "../../book/_ext/explorable_static/digit_net.js";
import { PAPER, example, inkOf, paint, scribble, strokesOf, turned, undone } from "../../book/_ext/explorable_static/digit_ink.js";
import { SURE, counting, ranked, sentence, settings, toMnist, toSmall } from "../../book/_ext/explorable_static/draw_digit_core.js";
import { initial, read, write } from "../../book/_ext/explorable_static/settings.js";
import { close, numbers } from "./from_handmade.js";

const MODELS = new URL("../../book/_ext/explorable_static/models/", import.meta.url);
const NAMES = ["dense", "convolutional"];
const AGREE = 0.999; // of the images, at least
const BUDGET = 120_000; // bytes of weights, together

const json = (url) => JSON.parse(readFileSync(url));
const bytes = (name) => Uint8Array.from(readFileSync(new URL(`${name}.bin`, MODELS))).buffer;
const manifests = Object.fromEntries(NAMES.map((name) => [name, json(new URL(`${name}.json`, MODELS))]));
const nets = Object.fromEntries(NAMES.map((name) => [name, { manifest: manifests[name], layers: readNet(manifests[name], bytes(name)) }]));
const keras = Object.fromEntries(NAMES.map((name) => [name, json(new URL(`keras/${name}.json`, import.meta.url))]));
const { images: packed, labels, handmade } = numbers("draw_digit");
const all = Float32Array.from(inflateSync(Buffer.from(packed, "base64")), (value) => value / 255);
const images = labels.map((_, i) => all.subarray(784 * i, 784 * (i + 1)));
const { preparation } = manifests.dense;
const share = (found) => found.filter(Boolean).length / found.length;
const answer = (net, image) => ranked(predict(net, image))[0];
const prepared = (strokes, prepare = toMnist) => prepare(paint(strokes), PAPER, preparation);

for (const name of NAMES) {
  test(`the ${name} network says what Keras says of the test images`, () => {
    const said = images.map((image) => answer(nets[name], image));
    const agreement = share(said.map((digit, i) => String(digit) === keras[name].classes[i]));
    assert.ok(agreement >= AGREE, `only ${agreement}`);
    close(share(said.map((digit, i) => digit === labels[i])), manifests[name].accuracy, 0.001);
    keras[name].probabilities.forEach((theirs, i) => close(predict(nets[name], images[i]), theirs, 0.01, ` of image ${i}`));
  });

  test(`the ${name} network computes with its weights what handmade does`, () => {
    handmade[name].forEach((theirs, i) => close(predict(nets[name], images[i]), theirs, 1e-5, ` of image ${i}`));
  });
}

test("preparation leaves the test images as they are", () => {
  const kept = images.map((image) => {
    const again = toMnist(image, 28, preparation, 0);
    return again.every((value, i) => Math.abs(value - image[i]) < 1e-6);
  });
  assert.ok(share(kept) >= AGREE, `only ${share(kept)}`);
});

test("a center that is half a pixel off does not", () => {
  const kept = images.slice(0, 500).map((image) => toMnist(image, 28, { ...preparation, center: 14 }, 0).every((value, i) => Math.abs(value - image[i]) < 1e-6));
  assert.ok(share(kept) < 0.7, `${share(kept)}`);
});

test("a digit reads the same wherever it stands and however large it is, but not when the paper is only shrunk", () => {
  const copies = [[0.3, -60, -50], [0.5, 50, 40], [1, 0, 0]].flatMap(([scale, dx, dy]) =>
    Array.from({ length: 50 }, (_, i) => [i % 10, example(i % 10, i).map((stroke) => stroke.map(([x, y]) => [140 + dx + scale * (x - 140), 140 + dy + scale * (y - 140)]))]));
  const right = (prepare) => share(copies.map(([digit, strokes]) => answer(nets.convolutional, prepared(strokes, prepare)) === digit));
  assert.ok(right(toMnist) >= 0.9, `${right(toMnist)}`);
  assert.ok(right(toSmall) < 0.7, `${right(toSmall)}`);
});

test("the examples look like digits to both networks", () => {
  for (const [name, floor] of [["dense", 0.8], ["convolutional", 0.95]]) {
    const read_ = share(Array.from({ length: 100 }, (_, i) => answer(nets[name], prepared(example(i % 10, i))) === i % 10));
    assert.ok(read_ >= floor, `${name} ${read_}`);
  }
});

test("of scribbles the convolutional network is sure far more often than the dense one", () => {
  const sure = Object.fromEntries(NAMES.map((name) => [name, share(Array.from({ length: 150 }, (_, i) => Math.max(...predict(nets[name], prepared(scribble(i)))) > SURE))]));
  assert.ok(sure.convolutional > 0.2 && sure.dense < sure.convolutional / 2, JSON.stringify(sure));
});

test("blank paper is nothing to read", () => {
  assert.equal(prepared([]), null);
  assert.equal(prepared([], toSmall), null);
  assert.match(sentence({ ...initial(settings), tally: {} }, null), /blank/);
});

test("a dot is prepared, too, and stays inside the image", () => {
  for (const corner of [[0, 0], [PAPER, PAPER], [140, 140]]) {
    const image = prepared([[corner]]);
    assert.equal(image.length, 784);
    assert.ok(image.every((ink) => ink >= 0 && ink <= 1) && image.some((ink) => ink > 0.9));
  }
});

test("the pen is round, and 7 % of the paper wide", () => {
  const pixels = paint([[[100, 140], [180, 140]]]);
  const column = Array.from({ length: PAPER }, (_, y) => pixels[y * PAPER + 140]);
  close(column.reduce((a, b) => a + b), 0.07 * PAPER, 0.01);
  assert.ok(pixels[140 * PAPER + 92] > 0.9 && pixels[132 * PAPER + 92] === 0); // a round end, no square one
});

test("ink survives a link, and undo takes the last stroke", () => {
  const ink = inkOf(example(4, 1));
  assert.deepEqual(read("ink", settings.ink, write(ink)), ink);
  assert.equal(strokesOf(ink).length, 2);
  assert.deepEqual(strokesOf(undone(ink)), strokesOf(ink).slice(0, 1));
  assert.deepEqual(undone(undone(ink)), []);
  assert.deepEqual(strokesOf([5, 6, -1, 7]), [[[5, 6]]]);
});

test("four quarter turns lead back", () => {
  const strokes = [[[20, 30], [250, 40]]];
  close(turned(turned(strokes, 90), 90), turned(strokes, 180));
  close(turned(turned(strokes, 180), 180), strokes);
  close(turned([[[140, 0]]], 90), [[[280, 140]]]);
});

test("a sentence names the two first digits, says whether the network is sure, and counts scribbles", () => {
  const shares = [0, 0.02, 0, 0.95, 0, 0.03, 0, 0, 0, 0], none = { scribbles: 0, sure: 0 };
  const state = { network: "dense", ink: [1, 2], tally: { dense: none, convolutional: none } };
  assert.match(sentence(state, shares), /reads a 3 and gives it 95 %; next comes 5 with 3 %. That is above 90 %: it is sure.$/);
  const after = counting(counting(state.tally, "dense", shares), "dense", Array(10).fill(0.1));
  assert.match(sentence({ ...state, tally: after }, shares), /Of 2 scribbles so far it was sure of 1.$/);
  assert.deepEqual(after.convolutional, none);
});

test("half floats are read as they are defined", () => {
  assert.deepEqual([...fromFloat16([0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00])], [1, -2, Math.fround(1365 / 4096), 2 ** -24, Infinity]);
});

test("both networks together keep to the budget, and are what the manifests say", async () => {
  assert.ok(NAMES.reduce((sum, name) => sum + bytes(name).byteLength, 0) <= BUDGET);
  for (const name of NAMES) await checkSum(manifests[name].weights, bytes(name));
});

test("weights that are cut off, or changed, or unknown are refused", async () => {
  const manifest = manifests.convolutional, [first, ...rest] = manifest.layers;
  assert.throws(() => readNet(manifest, bytes("convolutional").slice(2)), /convolutional.bin has \d+ bytes, but its layers take/);
  const changed = bytes("convolutional");
  new Uint8Array(changed)[100] ^= 1;
  await assert.rejects(checkSum(manifest.weights, changed), /convolutional.bin is not what was exported/);
  for (const [change, message] of [[{ type: "LSTM" }, /no layer LSTM/], [{ format: "int4" }, /no format int4/], [{ activation: "tanh" }, /no activation tanh/]]) {
    assert.throws(() => readNet({ ...manifest, layers: [{ ...first, ...change }, ...rest] }, changed), message);
  }
});

test("a file that does not come is named", async (t) => {
  t.mock.method(globalThis, "fetch", async () => new Response("", { status: 404 }));
  await assert.rejects(fetchNet("dense", MODELS), /dense.json did not come \(404\)/);
});
