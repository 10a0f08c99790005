#ifndef SEQREC_CKERNELS_H
#define SEQREC_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The kinds of kernels, best last. Each is the same source compiled for another instruction set.
typedef enum {
  SR_PORTABLE = 0,
  SR_NEON = 1,
  SR_AVX2 = 2,
  SR_AVX512 = 3,
} sr_kind;

/// What stands between a decoder's pre-activation and its output.
typedef enum {
  SR_IDENTITY = 0,
  SR_RELU = 1,
  SR_SIGMOID = 2,
} sr_activation;

/// Inverted dropout of one row: element `j` survives when `hash(key, j) >= threshold` and is then
/// multiplied by `scale`. `threshold == 0` keeps everything.
typedef struct {
  uint64_t key;
  uint32_t threshold;
  float scale;
} sr_dropout;

/// One step of Adam, with the bias corrections already worked out by the caller.
typedef struct {
  float beta1, beta2;
  /// 1 - beta, which rounds otherwise when taken from the rounded beta.
  float one_minus_beta1, one_minus_beta2;
  /// rate / (1 - beta1^t)
  float step_size;
  /// 1 / sqrt(1 - beta2^t)
  float inverse_root_correction;
  float epsilon;
  /// Coupled weight decay: `decay * p` is added to the gradient.
  float decay;
} sr_adam;

/// One step of Adagrad with momentum: `sum += g^2`, `velocity = momentum velocity - rate g / sqrt(sum + epsilon)`,
/// `p += velocity`, with `g` the gradient and `decay p`. Where the gradient is 0 nothing changes.
typedef struct {
  float rate, momentum, epsilon, decay;
} sr_adagrad;

typedef struct {
  size_t greater, equal, not_a_number;
} sr_counts;

/// One head over one sequence: `length` rows of `width` columns, each `row` floats after the last.
typedef struct {
  size_t length, width, row;
  /// What a product of query and key is multiplied with.
  float scale;
  /// Of the weights: child `i` of `key` is the key of query `i`, whose elements are the keys' rows.
  sr_dropout dropout;
} sr_attention_head;

/// Asks for the line of memory that holds a byte, which may lie anywhere, and does not wait for it.
static inline void sr_prefetch(const void *byte) { __builtin_prefetch(byte); }

/// Floats of scratch memory that `attention` and `attention_adjoint` need.
static inline size_t sr_attention_scratch(size_t length, size_t width) {
  size_t columns = (width + 15) / 16 * 16;
  return 16 * (2 * width + 2 * columns + 2 * length) + 2 * length * columns;
}
/// One time step of a GRU of `width` for `rows` sequences: at `time`, sequence `i` has row
/// `first[i] + time` of the matrices with a row for every step of every sequence.
typedef struct {
  size_t rows, width, time;
  const size_t *first;
  /// Whether the reset gate stands after the recurrent product, as in cuDNN, or before it.
  int resets_product;
} sr_gru_step;

// Pure functions and constants: Swift may share a table between threads.
#define SR_SENDABLE __attribute__((swift_attr("@Sendable")))

/// One kind's kernels. All matrices are Float32; strides and leading dimensions count elements.
typedef struct SR_SENDABLE {
  const char *name;
  /// Rows of the left factor that `multiply_packed` takes at a time; `pack_left` pads to a multiple.
  size_t left_rows;

  /// Packs `a[m x k]` (element `(i, p)` at `a[i * row + p * column]`) into panels of `left_rows` rows.
  void (*pack_left)(size_t m, size_t k, const float *a, size_t row, size_t column, float *packed);
  /// `c[m x n] = left b`, plus `addend[m x n]` where there is one: `c` itself, or with rows of 0 elements the
  /// same row for all. `k` is at most 512.
  void (*multiply_packed)(
    size_t m, size_t n, size_t k, const float *left, const float *b, size_t b_row, size_t b_column,
    float *c, size_t c_row, const float *addend, size_t addend_row);
  /// `y[n] = x[k] b[k x n]`, or `y +=`; zeros of `x` are skipped.
  void (*multiply_row)(
    size_t k, size_t n, const float *x, const float *b, size_t b_row, float *y, int accumulate);
  /// `y[n] = b[n x k] x[k]`, or `y +=`.
  void (*multiply_rows_by_vector)(
    size_t n, size_t k, const float *b, size_t b_row, const float *x, float *y, int accumulate);

  /// `y[width] += sum_e values[e] * table[indices[e]][0 ..< width]`.
  void (*gather_rows)(
    size_t count, const int32_t *indices, const float *values, const float *table,
    size_t table_row, size_t width, float *y);
  /// `table[indices[e]][0 ..< width] += values[e] * x` for every `e`.
  void (*scatter_rows)(
    size_t count, const int32_t *indices, const float *values, const float *x, float *table,
    size_t table_row, size_t width);

  /// `y = x * factor`, or `y += x * factor`.
  void (*scale)(size_t n, float factor, const float *x, float *y, int accumulate);
  /// `y += x * factor + rest`, of which `rest` becomes what rounding has left.
  void (*add_compensated)(size_t n, float factor, const float *x, float *y, float *rest);
  /// `y = a * b`, or `y += a * b`.
  void (*product)(size_t n, const float *a, const float *b, float *y, int accumulate);
  void (*relu)(size_t n, const float *x, float *y);
  /// `x_bar += y_bar where y > 0`.
  void (*relu_adjoint)(size_t n, const float *y, const float *y_bar, float *x_bar);
  void (*sigmoid)(size_t n, const float *x, float *y);
  /// `x_bar += y_bar * y * (1 - y)`.
  void (*sigmoid_adjoint)(size_t n, const float *y, const float *y_bar, float *x_bar);
  /// `y = x` where `x >= 0`, else `alpha (exp(x) - 1)`.
  void (*elu)(size_t n, float alpha, const float *x, float *y);
  /// `x_bar += y_bar`, times `y + alpha` where `y < 0`.
  void (*elu_adjoint)(
    size_t n, float alpha, const float *y, const float *y_bar, float *x_bar);
  /// `y = dropped(x)`, or `y += dropped(x)`.
  void (*dropout)(size_t n, sr_dropout dropout, const float *x, float *y, int accumulate);

  /// One row of a decoder: `z` enters as `e W` and leaves as `scale * d loss / d z`; the row's sum of
  /// squared errors of `dropped(activation(z + bias))` is the result. `first` is the column of `z[0]` for
  /// dropout.
  double (*reconstruct_row)(
    size_t n, sr_activation activation, sr_dropout dropout, uint32_t first, float scale,
    const float *bias, const float *target, float *z);

  void (*adam)(size_t n, sr_adam adam, const float *gradient, float *parameter, float *mean, float *square);
  void (*adagrad)(
    size_t n, sr_adagrad adagrad, const float *gradient, float *parameter, float *velocity, float *sum);
  sr_counts (*count_against)(size_t n, const float *x, float threshold);

  /// `out = dropped(softmax(scale query transpose(key))) value`, a query meeting the keys up to its
  /// own row. Each query's largest logit and the inverse of its sum of `exp(logit - largest)` are
  /// kept for the adjoint.
  void (*attention)(
    sr_attention_head head, const float *query, const float *key, const float *value, float *out,
    float *maxima, float *inverse_sums, float *scratch);
  /// Writes the three adjoints.
  void (*attention_adjoint)(
    sr_attention_head head, const float *query, const float *key, const float *value,
    const float *out_bar, const float *maxima, const float *inverse_sums, float *query_bar,
    float *key_bar, float *value_bar, float *scratch);
  /// `y[e][0 ..< width] = table[indices[e]][0 ..< width]`, the rows of `y` without gaps.
  void (*copy_rows)(
    size_t count, const int32_t *indices, const float *table, size_t table_row, size_t width,
    float *y);
  /// `y[0 ..< width] += sum_r x[r][0 ..< width]`, in the order of `r`.
  void (*add_rows)(size_t count, size_t width, const float *x, size_t x_row, float *y);
  /// `y[e] = x[indices[e]]`.
  void (*take)(size_t count, const int32_t *indices, const float *x, float *y);
  /// `y[indices[e]] += x[e]`, in the order of `e`.
  void (*put)(size_t count, const int32_t *indices, const float *x, float *y);

  /// `y[r] = (x[r] - mean) reciprocal scale + shift`, `reciprocal = 1 / sqrt(variance + epsilon)`, all
  /// rows of `n` without gaps; mean and reciprocal of each row are stored.
  void (*layer_norm)(
    size_t rows, size_t n, float epsilon, const float *x, const float *scale, const float *shift,
    float *y, float *mean, float *reciprocal);
  /// The adjoint for `x`, set or added.
  void (*layer_norm_adjoint)(
    size_t rows, size_t n, const float *x, const float *scale, const float *mean,
    const float *reciprocal, const float *y_bar, float *x_bar, int accumulate);
  /// `scale_bar += sum_r y_bar[r] (x[r] - mean[r]) reciprocal[r]`, in the order of `r`.
  void (*layer_norm_scale_adjoint)(
    size_t rows, size_t n, const float *x, const float *mean, const float *reciprocal,
    const float *y_bar, float *scale_bar);

  /// `y[e] = x . table[indices[e]] + bias[indices[e]]`; `bias` may be NULL.
  void (*candidate_dots)(
    size_t count, const int32_t *indices, const float *table, size_t table_row, size_t width,
    const float *bias, const float *x, float *y);

  /// The sum over rows of `positive_weight softplus(-z[0]) + sum_j softplus(z[j])`, and `scale` times its
  /// derivative.
  double (*binary_cross_entropy)(
    size_t rows, size_t n, float positive_weight, float scale, const float *z, float *derivative);
  /// The sum over rows of the mean over `j > 0` of `softplus(z[j] - z[0])`, and `scale` times its derivative; `n` is
  /// at least 1. Here and below a `z[j]` of -infinity is not there; a row without any costs nothing.
  double (*pairwise_ranking)(
    size_t rows, size_t n, float scale, const float *z, float *derivative);
  /// `log sum_j exp(z[j]) - z[target]`, and `scale` times its derivative, which may take the place of `z`.
  double (*softmax_cross_entropy)(
    size_t n, size_t target, float scale, const float *z, float *derivative);
  /// The sum over rows of `sum_j w[j] (logistic(z[j] - z[0]) + logistic(z[j]^2))` over `j > 0`, and `scale` times its
  /// derivative; `w` is the softmax of these `z[j]`, or the same for all; `n` is at least 1.
  double (*top1)(
    size_t rows, size_t n, int by_softmax, float scale, const float *z, float *derivative);
  /// The sum over rows of `-log(sum_j w[j] logistic(z[0] - z[j]) + 1e-24) + regularization sum_j w[j] z[j]^2` over
  /// `j > 0`, and `scale` times its derivative; `w` is the softmax of these `z[j]`; `n` is at least 1.
  double (*bpr_max)(
    size_t rows, size_t n, float regularization, float scale, const float *z, float *derivative);
  /// Columns of the right factor that `multiply_panels` takes at a time; `pack_right` pads to a multiple.
  size_t right_columns;
  /// Packs `b[k x n]` (element `(p, j)` at `b[p * row + j * column]`) into panels of `right_columns`.
  void (*pack_right)(size_t k, size_t n, const float *b, size_t row, size_t column, float *packed);
  /// `c[m x n] = left right`, or `+=`, of factors that are both packed.
  void (*multiply_panels)(
    size_t m, size_t n, size_t k, const float *left, const float *right, float *c, size_t c_row,
    int accumulate);

  // A GRU's step. A row of `gates` is x W at first and r, z, n at last, one of `recurrent` is h U. `kept`
  // is h U_n + c_n where the reset stands after the product, and r h where it stands before. `first` leads
  // to the rows of `gates`, `states`, `y_bar`, `gates_bar`; the other matrices have the step's rows only.

  /// `r, z = logistic(gates + recurrent + both biases)`; with the reset before: `kept = r h`.
  void (*gru_gates)(
    sr_gru_step step, const float *recurrent, const float *input_bias, const float *recurrent_bias,
    const float *state, float *gates, float *kept);
  /// `n = tanh(...)`, `state = states = (1 - z) n + z h`; with the reset after: `kept`.
  void (*gru_states)(
    sr_gru_step step, const float *recurrent, const float *input_bias, const float *recurrent_bias,
    float *state, float *gates, float *kept, float *states);
  /// `state_bar`: that of the state on entry, its direct share `z h_bar` of the previous state's on
  /// return. `initial` has the states before the first step, of the step's sequences, or is NULL where they are 0.
  /// Writes `gates_bar` (of r, z, n before their functions), `product_bar` (r, z again),
  /// `candidate_bar` (of `h U_n` or `r h U_n`), `previous` (the state before); adds these to `sums[4 n]`.
  /// With the reset before the product, what concerns r is left to `gru_reset_adjoint`.
  void (*gru_states_adjoint)(
    sr_gru_step step, const float *gates, const float *kept, const float *initial,
    const float *states, const float *y_bar, float *state_bar, float *gates_bar, float *product_bar,
    float *candidate_bar, float *previous, float *sums);
  /// The adjoint of `kept = r h`: `state_bar += kept_bar r`, and r in `gates_bar`, `product_bar`, `sums`.
  void (*gru_reset_adjoint)(
    sr_gru_step step, const float *gates, const float *previous, const float *kept_bar,
    float *state_bar, float *gates_bar, float *product_bar, float *sums);
} sr_kernels;

/// The kernels of a kind, or NULL where this build or this processor does not have it.
const sr_kernels *sr_kernels_of_kind(sr_kind kind);

#endif
