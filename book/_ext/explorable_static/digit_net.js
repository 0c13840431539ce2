// Networks for digits: Dense, Conv2D, MaxPooling2D and Flatten, forward only, with weights that `make models` wrote.
// Everything is a flat array; an image of height × width × channels lies there row by row, pixel by pixel. No DOM in here.

/** Return the numbers that 16 bits each stand for: a sign, 5 bits of exponent, 10 bits of fraction. */
export function fromFloat16(halves) {
  return Float32Array.from(halves, (bits) => {
    const sign = bits >> 15 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
  });
}

/** Return the layers of a manifest with their weights out of `buffer`, or throw where the two do not fit. */
export function readNet({ layers, weights }, buffer) {
  const all = layers.map(sizeOf).reduce((sum, bytes) => sum + bytes, 0);
  if (buffer.byteLength !== all || all !== weights.bytes) {
    throw new Error(`${weights.file} has ${buffer.byteLength} bytes, but its layers take ${all} and the manifest says ${weights.bytes}`);
  }
  let at = 0;
  const next = (Kind, count) => new Kind(buffer.slice(at, (at += count * Kind.BYTES_PER_ELEMENT)));
  return layers.map((layer) => {
    if (!layer.shape) return layer;
    const count = product(layer.shape), outputs = layer.shape.at(-1);
    if (layer.format === "float16") return { ...layer, kernel: fromFloat16(next(Uint16Array, count)), bias: fromFloat16(next(Uint16Array, outputs)) };
    const steps = next(Float32Array, outputs), bias = next(Float32Array, outputs);
    return { ...layer, bias, kernel: Float32Array.from(next(Int8Array, count), (times, i) => times * steps[i % outputs]) };
  });
}

/** Return { manifest, layers } of the network `name` in the folder `base`, once its weights are whole. */
export async function fetchNet(name, base) {
  const get = async (file) => {
    const answer = await fetch(new URL(file, base));
    if (!answer.ok) throw new Error(`${file} did not come (${answer.status})`);
    return answer;
  };
  const manifest = await (await get(`${name}.json`)).json();
  const buffer = await (await get(manifest.weights.file)).arrayBuffer();
  const layers = readNet(manifest, buffer);
  await checkSum(manifest.weights, buffer);
  return { manifest, layers };
}

/** Throw where the bytes are not those that were exported. Browsers compute no checksums on pages without https. */
export async function checkSum({ file, sha256 }, buffer) {
  if (!globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
  if (Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") !== sha256) {
    throw new Error(`${file} is not what was exported: its checksum differs`);
  }
}

/** Return the ten probabilities that a network gives for an image. */
export function predict({ manifest, layers }, image) {
  let x = image, shape = manifest.input;
  for (const layer of layers) [x, shape] = LAYERS[layer.type](x, shape, layer);
  return Array.from(x);
}

const product = (shape) => shape.reduce((a, b) => a * b, 1);

const BYTES = { float16: (count, outputs) => 2 * (count + outputs), int8: (count, outputs) => count + 8 * outputs };

function sizeOf({ type, shape, format, activation }) {
  if (!(type in LAYERS)) throw new Error(`there is no layer ${type} here; there are ${Object.keys(LAYERS).join(", ")}`);
  if (!shape) return 0;
  if (!(activation in ACTIVATIONS)) throw new Error(`there is no activation ${activation} here; there are ${Object.keys(ACTIVATIONS).join(", ")}`);
  if (!(format in BYTES)) throw new Error(`there is no format ${format} here; there are ${Object.keys(BYTES).join(", ")}`);
  return BYTES[format](product(shape), shape.at(-1));
}

const ACTIVATIONS = {
  relu: (z) => z.map((v) => Math.max(0, v)),
  sigmoid: (z) => z.map((v) => 1 / (1 + Math.exp(-v))),
  softmax(z) {
    const largest = Math.max(...z), powers = z.map((v) => Math.exp(v - largest)), sum = powers.reduce((a, b) => a + b);
    return powers.map((v) => v / sum);
  },
};

const LAYERS = {
  Flatten: (x) => [x, [x.length]],

  Dense(x, [inputs], { kernel, bias, activation }) {
    const z = Float32Array.from(bias), outputs = z.length;
    for (let i = 0; i < inputs; i++) {
      if (x[i] === 0) continue; // most of an image is paper
      for (let o = 0; o < outputs; o++) z[o] += x[i] * kernel[i * outputs + o];
    }
    return [ACTIVATIONS[activation](z), [outputs]];
  },

  Conv2D(x, [height, width, channels], { kernel, bias, shape: [rows, columns, , filters], activation }) {
    const down = height - rows + 1, across = width - columns + 1, z = new Float32Array(down * across * filters);
    for (let i = 0; i < down; i++) for (let j = 0; j < across; j++) {
      const here = z.subarray((i * across + j) * filters, (i * across + j + 1) * filters);
      here.set(bias);
      for (let u = 0; u < rows; u++) for (let v = 0; v < columns; v++) for (let c = 0; c < channels; c++) {
        const value = x[((i + u) * width + j + v) * channels + c], at = ((u * columns + v) * channels + c) * filters;
        if (value !== 0) for (let f = 0; f < filters; f++) here[f] += value * kernel[at + f];
      }
    }
    return [ACTIVATIONS[activation](z), [down, across, filters]];
  },

  MaxPooling2D(x, [height, width, channels]) {
    const down = height >> 1, across = width >> 1, z = new Float32Array(down * across * channels);
    for (let i = 0; i < down; i++) for (let j = 0; j < across; j++) for (let c = 0; c < channels; c++) {
      const at = (2 * i * width + 2 * j) * channels + c, below = at + width * channels;
      z[(i * across + j) * channels + c] = Math.max(x[at], x[at + channels], x[below], x[below + channels]);
    }
    return [z, [down, across, channels]];
  },
};
