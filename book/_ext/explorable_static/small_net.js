// A small net: dense layers, forward and backward, with the equations of the book's Dense. No DOM in here.
//
// Matrices are Float64Arrays, row after row: x is (m, n), a kernel (n, units). The last layer is without activation;
// its sums z go to a loss, which gives back dJ/dz.

/** The activations, and their slopes in terms of what they answered. */
export const ACTIVATIONS = {
  tanh: { bend: Math.tanh, slope: (a) => 1 - a * a },
  relu: { bend: (z) => (z > 0 ? z : 0), slope: (a) => (a > 0 ? 1 : 0) },
  sigmoid: { bend: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) },
  linear: { bend: (z) => z, slope: () => 1 },
};

/** Return a layer whose kernel is filled, row after row, by `draw`; its bias is 0. */
export function dense(inputs, units, activation, draw = () => 0) {
  return { inputs, units, activation, kernel: Float64Array.from({ length: inputs * units }, draw), bias: new Float64Array(units) };
}

/** Return [x, what each layer makes of it, …] for m examples. */
export function forward(layers, x, m) {
  const outputs = [x];
  for (const { inputs, units, activation, kernel, bias } of layers) {
    const before = outputs.at(-1), after = new Float64Array(m * units), { bend } = ACTIVATIONS[activation];
    for (let row = 0; row < m; row++) {
      const at = row * units;
      after.set(bias, at);
      for (let i = 0; i < inputs; i++) {
        const value = before[row * inputs + i];
        for (let j = 0; j < units; j++) after[at + j] += value * kernel[i * units + j]; // (m, n) @ (n, units)
      }
      for (let j = at; j < at + units; j++) after[j] = bend(after[j]);
    }
    outputs.push(after);
  }
  return outputs;
}

/** Return the gradients of every layer, { kernel, bias }, from dJ/dz of the last one. */
export function backward(layers, outputs, dLast, m) {
  const gradients = [];
  let dZ = dLast;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, units, kernel } = layers[l], x = outputs[l];
    const made = { kernel: new Float64Array(kernel.length), bias: new Float64Array(units) };
    const dX = new Float64Array(m * inputs), slope = l && ACTIVATIONS[layers[l - 1].activation].slope;
    for (let row = 0; row < m; row++) {
      const at = row * units;
      for (let j = 0; j < units; j++) made.bias[j] += dZ[at + j];
      for (let i = 0; i < inputs; i++) {
        const value = x[row * inputs + i], first = i * units;
        let sum = 0;
        for (let j = 0; j < units; j++) {
          made.kernel[first + j] += value * dZ[at + j]; // (n, m) @ (m, units)
          sum += dZ[at + j] * kernel[first + j]; // (m, units) @ (units, n)
        }
        if (l) dX[row * inputs + i] = sum * slope(value);
      }
    }
    gradients[l] = made;
    dZ = dX;
  }
  return gradients;
}

/** Take one step of gradient descent, in place. */
export function descend(layers, gradients, rate) {
  layers.forEach((layer, l) => {
    for (const name of ["kernel", "bias"]) {
      const weights = layer[name], slopes = gradients[l][name];
      for (let i = 0; i < weights.length; i++) weights[i] -= rate * slopes[i];
    }
  });
}
