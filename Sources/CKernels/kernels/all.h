// Every kernel, compiled for the kind that the including file describes:
//   SR_KIND           its name
//   SR_VECTOR         floats in a hardware vector
//   SR_LEFT_ROWS      rows of the product's register tile
//   SR_RIGHT_VECTORS  columns of that tile, in vectors
//   SR_FUSED          defined where a fused multiply-add is one instruction
//   SR_MASKS_16, _8   defined where so many lanes are loaded and stored under a mask
#include "vector.h"

#include "activate.h"
#include "adam.h"
#include "adagrad.h"
#include "panel.h"
#include "attention.h"
#include "count.h"
#include "dropout.h"
#include "elementwise.h"
#include "layer_norm.h"
#include "logarithm.h"
#include "losses.h"
#include "gru.h"
#include "multiply.h"
#include "multiply_vector.h"
#include "candidate_dots.h"
#include "reconstruct.h"
#include "rows.h"
#include "sparse_rows.h"

#define SR_PASTE(a, b) a##b
#define SR_TABLE(kind) SR_PASTE(sr_kernels_, kind)
#define SR_TEXT(kind) #kind
#define SR_NAME(kind) SR_TEXT(kind)

const sr_kernels SR_TABLE(SR_KIND) = {
  .name = SR_NAME(SR_KIND),
  .left_rows = SR_LEFT_ROWS,
  .pack_left = sr_pack_left,
  .multiply_packed = sr_multiply_packed,
  .multiply_row = sr_multiply_row,
  .multiply_rows_by_vector = sr_multiply_rows_by_vector,
  .gather_rows = sr_gather_rows,
  .scatter_rows = sr_scatter_rows,
  .scale = sr_scale,
  .add_compensated = sr_add_compensated,
  .product = sr_product,
  .relu = sr_relu,
  .relu_adjoint = sr_relu_adjoint,
  .sigmoid = sr_sigmoid,
  .sigmoid_adjoint = sr_sigmoid_adjoint,
  .elu = sr_elu,
  .elu_adjoint = sr_elu_adjoint,
  .dropout = sr_dropout_row,
  .reconstruct_row = sr_reconstruct_row,
  .adam = sr_adam_step,
  .adagrad = sr_adagrad_step,
  .count_against = sr_count_against,
  .attention = sr_attention,
  .attention_adjoint = sr_attention_adjoint,
  .copy_rows = sr_copy_rows,
  .add_rows = sr_add_rows,
  .take = sr_take,
  .put = sr_put,
  .layer_norm = sr_layer_norm,
  .layer_norm_adjoint = sr_layer_norm_adjoint,
  .layer_norm_scale_adjoint = sr_layer_norm_scale_adjoint,
  .candidate_dots = sr_candidate_dots,
  .binary_cross_entropy = sr_binary_cross_entropy,
  .pairwise_ranking = sr_pairwise_ranking,
  .softmax_cross_entropy = sr_softmax_cross_entropy,
  .top1 = sr_top1,
  .bpr_max = sr_bpr_max,
  .right_columns = SR_RIGHT_COLUMNS,
  .pack_right = sr_pack_right_panels,
  .multiply_panels = sr_multiply_panels,
  .gru_gates = sr_gru_gates,
  .gru_states = sr_gru_states,
  .gru_states_adjoint = sr_gru_states_adjoint,
  .gru_reset_adjoint = sr_gru_reset_adjoint,
};
