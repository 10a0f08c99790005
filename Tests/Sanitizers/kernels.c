// Calls every kernel of every kind that the processor has, at sizes around those of vectors and tiles, with
// operands of exactly the bytes that they claim: built with sanitizers, a byte read or written beside them, and
// whatever C does not define, ends the program. What the kernels compute is for other tests.
#include "CKernels.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPERANDS = 256 };
static void *operands[OPERANDS];
static size_t used;

static void *memory(size_t bytes) {
  if (used == OPERANDS) abort();
  return operands[used++] = malloc(bytes);
}

static void release(void) {
  while (used > 0) free(operands[--used]);
}

/// Numbers from -1 to below 1.
static float *floats(size_t count) {
  static uint32_t state = 1;
  float *x = memory(count * sizeof *x);
  for (size_t i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    x[i] = (float)(state >> 8) / (float)(1 << 23) - 1;
  }
  return x;
}

/// Rows of a table of `rows`, the last one among them.
static int32_t *rows_of(size_t rows, size_t count) {
  int32_t *indices = memory(count * sizeof *indices);
  for (size_t e = 0; e < count; e++) indices[e] = (int32_t)((rows - 1) * (e + 1) % rows);
  return indices;
}

static size_t padded(size_t count, size_t panel) { return (count + panel - 1) / panel * panel; }

static const sr_dropout dropout = {0x9E3779B97F4A7C15u, 1u << 30, 4.0f / 3};

static void multiply(const sr_kernels *k, size_t m, size_t n, size_t depth) {
  float *left = floats(padded(m, k->left_rows) * depth);
  float *right = floats(padded(n, k->right_columns) * depth);
  for (int transposed = 0; transposed <= 1; transposed++) {
    const float *a = floats(m * depth), *b = floats(depth * n);
    size_t b_row = transposed ? 1 : n, b_column = transposed ? depth : 1;
    k->pack_left(m, depth, a, transposed ? 1 : depth, transposed ? m : 1, left);
    k->pack_right(depth, n, b, b_row, b_column, right);
    k->multiply_packed(m, n, depth, left, b, b_row, b_column, floats(m * n), n, NULL, 0);
    k->multiply_packed(m, n, depth, left, b, b_row, b_column, floats(m * n), n, floats(n), 0);
    for (int accumulate = 0; accumulate <= 1; accumulate++)
      k->multiply_panels(m, n, depth, left, right, floats(m * n), n, accumulate);
  }
}

static void take_rows(const sr_kernels *k, size_t n, size_t count) {
  size_t rows = 5;
  const int32_t *indices = rows_of(rows, count);
  float *table = floats(rows * n);
  for (int accumulate = 0; accumulate <= 1; accumulate++) {
    k->multiply_row(rows, n, floats(rows), table, n, floats(n), accumulate);
    k->multiply_rows_by_vector(rows, n, table, n, floats(n), floats(rows), accumulate);
  }
  k->gather_rows(count, indices, floats(count), table, n, n, floats(n));
  k->scatter_rows(count, indices, floats(count), floats(n), table, n, n);
  k->copy_rows(count, indices, table, n, n, floats(count * n));
  k->add_rows(rows, n, table, n, floats(n));
  k->take(count, indices, floats(rows), floats(count));
  k->put(count, indices, floats(count), floats(rows));
  k->candidate_dots(count, indices, table, n, n, NULL, floats(n), floats(count));
  k->candidate_dots(count, indices, table, n, n, floats(rows), floats(n), floats(count));
}

static void go_element_by_element(const sr_kernels *k, size_t n) {
  for (int accumulate = 0; accumulate <= 1; accumulate++) {
    k->scale(n, 0.5f, floats(n), floats(n), accumulate);
    k->add_compensated(n, 0.5f, floats(n), floats(n), floats(n));
    k->product(n, floats(n), floats(n), floats(n), accumulate);
    k->dropout(n, dropout, floats(n), floats(n), accumulate);
  }
  k->relu(n, floats(n), floats(n));
  k->relu_adjoint(n, floats(n), floats(n), floats(n));
  k->sigmoid(n, floats(n), floats(n));
  k->sigmoid_adjoint(n, floats(n), floats(n), floats(n));
  k->elu(n, 0.5f, floats(n), floats(n));
  k->elu_adjoint(n, 0.5f, floats(n), floats(n), floats(n));
  sr_adam step = {0.9f, 0.999f, 0.1f, 0.001f, 0.01f, 3, 1e-8f, 0.1f};
  k->adam(n, step, floats(n), floats(n), floats(n), floats(n));
  sr_adagrad other = {0.1f, 0.5f, 1e-6f, 0.1f};
  k->adagrad(n, other, floats(n), floats(n), floats(n), floats(n));
  k->count_against(n, floats(n), 0);
}

static void normalise_and_compare(const sr_kernels *k, size_t n) {
  size_t rows = 3;
  float *mean = floats(rows), *reciprocal = floats(rows);
  const float *x = floats(rows * n), *bar = floats(rows * n);
  k->layer_norm(rows, n, 1e-8f, x, floats(n), floats(n), floats(rows * n), mean, reciprocal);
  for (int accumulate = 0; accumulate <= 1; accumulate++)
    k->layer_norm_adjoint(
      rows, n, x, floats(n), mean, reciprocal, bar, floats(rows * n), accumulate);
  k->layer_norm_scale_adjoint(rows, n, x, mean, reciprocal, bar, floats(n));
  for (sr_activation activation = SR_IDENTITY; activation <= SR_SIGMOID; activation++)
    k->reconstruct_row(
      n, activation, dropout, UINT32_MAX, 0.5f, floats(n), floats(n), floats(n));
  k->binary_cross_entropy(rows, n, 0.7f, 0.5f, x, floats(rows * n));
  if (n == 0) return;
  k->pairwise_ranking(rows, n, 0.5f, x, floats(rows * n));
  k->softmax_cross_entropy(n, n - 1, 0.5f, x, floats(n));
  for (int by_softmax = 0; by_softmax <= 1; by_softmax++)
    k->top1(rows, n, by_softmax, 0.5f, x, floats(rows * n));
  k->bpr_max(rows, n, 0.7f, 0.5f, x, floats(rows * n));
}

static void attend(const sr_kernels *k, size_t length, size_t width) {
  size_t row = width + 1, count = (length - 1) * row + width;
  float *scratch = floats(sr_attention_scratch(length, width));
  float *maxima = floats(length), *sums = floats(length);
  const float *query = floats(count), *key = floats(count), *value = floats(count);
  for (int drops = 0; drops <= 1; drops++) {
    sr_attention_head head = {length, width, row, 0.5f, {dropout.key, 0, 1}};
    if (drops) head.dropout = dropout;
    k->attention(head, query, key, value, floats(count), maxima, sums, scratch);
    k->attention_adjoint(
      head, query, key, value, floats(count), maxima, sums, floats(count), floats(count),
      floats(count), scratch);
  }
}

static void step(const sr_kernels *k, size_t n) {
  size_t m = 2, steps = 4, *first = memory(m * sizeof *first);
  first[0] = 2, first[1] = 0;
  for (int resets_product = 0; resets_product <= 1; resets_product++) {
    sr_gru_step step = {m, n, 1, first, resets_product};
    const float *recurrent = floats(3 * m * n), *b = floats(3 * n), *c = floats(3 * n);
    float *state = floats(m * n), *gates = floats(3 * steps * n), *kept = floats(m * n);
    float *states = floats(steps * n), *state_bar = floats(m * n), *sums = floats(4 * n);
    float *gates_bar = floats(3 * steps * n), *product_bar = floats(2 * m * n);
    float *previous = floats(m * n);
    k->gru_gates(step, recurrent, b, c, state, gates, kept);
    k->gru_states(step, recurrent, b, c, state, gates, kept, states);
    k->gru_states_adjoint(
      step, gates, kept, floats(m * n), states, floats(steps * n), state_bar, gates_bar, product_bar,
      floats(m * n), previous, sums);
    k->gru_reset_adjoint(
      step, gates, previous, floats(m * n), state_bar, gates_bar, product_bar, sums);
  }
}

int main(void) {
  static const size_t sizes[] = {0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 129};
  static const size_t count = sizeof sizes / sizeof *sizes;
  for (sr_kind kind = SR_PORTABLE; kind <= SR_AVX512; kind++) {
    const sr_kernels *k = sr_kernels_of_kind(kind);
    if (!k) continue;
    for (size_t i = 0; i < count; i++) {
      size_t n = sizes[i];
      go_element_by_element(k, n);
      normalise_and_compare(k, n);
      step(k, n);
      release();
      for (size_t j = 0; j < count; j++) {
        take_rows(k, n, sizes[j]);
        if (n > 0 && sizes[j] > 0) attend(k, n, sizes[j]);
        release();
        multiply(k, n, sizes[j], sizes[(i + j) % count]);
        multiply(k, n, sizes[j], 512);
        release();
      }
    }
    puts(k->name);
  }
}
