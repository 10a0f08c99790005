// Causal attention of one head over one sequence, sixteen queries at a time: everything that belongs
// to these is a panel with a query in each lane, so that the softmax runs along the rows of the
// panel and no lane is ever added to another. The queries are taken from the last back, so that only
// the first panel, which meets the fewest keys, may not be full.
//
// No row depends on how the panels are cut: each adds over its keys in their order, those after it as
// exact zeros.

/// What dropout decides by in each lane: the key of its query's row.
typedef struct {
  sr_u16 low, high;
} sr_lane_keys;

/// The seeds of sixteen rows below `key`; `Seed.child` gives the same.
SR_INLINE sr_lane_keys sr_row_keys(uint64_t key, size_t first) {
  sr_lane_keys keys;
  for (int lane = 0; lane < SR_LANES; lane++) {
    uint64_t z = key + (uint64_t)(first + (size_t)lane + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    keys.low[lane] = (uint32_t)z;
    keys.high[lane] = (uint32_t)(z >> 32);
  }
  return keys;
}

/// Which lanes keep their weight of key `column`, all ones or zeros; see `sr_hash`.
SR_INLINE sr_i16 sr_lanes_kept(sr_lane_keys keys, size_t column, uint32_t threshold) {
  sr_u16 x = keys.low + (uint32_t)column * 0x9E3779B9u;
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x ^= x >> 15;
  x += keys.high;
  x *= 0x846CA68Bu;
  x ^= x >> 16;
  return (sr_i16)(x >= threshold);
}

/// Which lanes see the key that stands `after` rows behind the panel's first query.
SR_INLINE sr_i16 sr_lanes_from(size_t after) {
  sr_i16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return (sr_i16)(lane >= (int32_t)after);
}

SR_INLINE sr_f16 sr_masked(sr_i16 mask, sr_f16 x) { return (sr_f16)(mask & (sr_i16)x); }

// MARK: Value

/// Logits to weights that are not divided by their sum yet; adds them up before dropout.
SR_INLINE void sr_weigh(
  size_t begin, size_t end, size_t first, int diagonal, int drops, sr_dropout dropout,
  sr_lane_keys keys, sr_f16 top, sr_f16 *sum, float *panel) {
  for (size_t j = begin; j < end; j++) {
    sr_f16 e = sr_exp(sr_load(panel + j * SR_LANES) - top);
    if (diagonal) e = sr_masked(sr_lanes_from(j - first), e);
    *sum += e;
    if (drops) e = sr_masked(sr_lanes_kept(keys, j, dropout.threshold), e);
    sr_store(panel + j * SR_LANES, e);
  }
}

static void sr_attention(
  sr_attention_head head, const float *query, const float *key, const float *value, float *out,
  float *maxima, float *inverse_sums, float *scratch) {
  size_t width = head.width, row = head.row;
  float *transposed = scratch, *panel = scratch + width * SR_LANES;
  for (size_t end = head.length; end > 0;) {
    size_t count = end < SR_LANES ? end : SR_LANES, first = end - count;
    if (count < SR_LANES) memset(transposed, 0, width * SR_LANES * sizeof(float));
    sr_transpose(count, width, head.scale, query + first * row, row, transposed, SR_LANES);
    sr_multiply_panel(end, SR_LANES, width, key, row, 1, transposed, panel, 0);

    sr_f16 top = sr_load(panel);
    for (size_t j = 1; j <= first; j++) {
      sr_f16 s = sr_load(panel + j * SR_LANES);
      top = sr_select(s > top, s, top);
    }
    for (size_t j = first + 1; j < end; j++) {
      sr_f16 s = sr_load(panel + j * SR_LANES);
      top = sr_select(sr_lanes_from(j - first) & (s > top), s, top);
    }

    sr_f16 sum = {0};
    if (head.dropout.threshold != 0) {
      sr_lane_keys keys = sr_row_keys(head.dropout.key, first);
      sr_weigh(0, first + 1, first, 0, 1, head.dropout, keys, top, &sum, panel);
      sr_weigh(first + 1, end, first, 1, 1, head.dropout, keys, top, &sum, panel);
    } else {
      sr_lane_keys keys = {{0}, {0}};
      sr_weigh(0, first + 1, first, 0, 0, head.dropout, keys, top, &sum, panel);
      sr_weigh(first + 1, end, first, 1, 0, head.dropout, keys, top, &sum, panel);
    }
    sr_f16 inverse = 1.0f / sum;
    sr_store_up_to(maxima + first, top, count);
    sr_store_up_to(inverse_sums + first, inverse, count);

    sr_multiply_panel(width, SR_LANES, end, value, 1, row, panel, transposed, 0);
    sr_f16 factor = head.dropout.scale * inverse;
    for (size_t c = 0; c < width; c++)
      sr_store(transposed + c * SR_LANES, sr_load(transposed + c * SR_LANES) * factor);
    sr_transpose(width, count, 1, transposed, SR_LANES, out + first * row, row);
    end = first;
  }
}

// MARK: Adjoint

/// Logits to weights before dropout, and adjoints of the weights after it to those before; adds up
/// the products of both. Weights that dropout removed are negative, which tells them apart in
/// `sr_finish_adjoint`.
SR_INLINE void sr_weigh_adjoint(
  size_t begin, size_t end, size_t first, int diagonal, int drops, sr_dropout dropout,
  sr_lane_keys keys, sr_f16 top, sr_f16 inverse, sr_f16 *mean, float *panel, float *panel_bar) {
  for (size_t j = begin; j < end; j++) {
    sr_f16 a = sr_exp(sr_load(panel + j * SR_LANES) - top) * inverse;
    sr_f16 a_bar = sr_load(panel_bar + j * SR_LANES);
    if (diagonal) a = sr_masked(sr_lanes_from(j - first), a);
    if (drops) {
      sr_i16 kept = sr_lanes_kept(keys, j, dropout.threshold);
      a_bar = sr_masked(kept, dropout.scale * a_bar);
      *mean = sr_fma(a, a_bar, *mean);
      a = sr_select(kept, a, -a);
      sr_store(panel_bar + j * SR_LANES, a_bar);
    } else {
      *mean = sr_fma(a, a_bar, *mean);
    }
    sr_store(panel + j * SR_LANES, a);
  }
}

/// Leaves the weights after dropout, and the adjoints of the logits.
SR_INLINE void sr_finish_adjoint(
  size_t end, int drops, float scale, sr_f16 mean, float *panel, float *panel_bar) {
  for (size_t j = 0; j < end; j++) {
    sr_f16 a = sr_load(panel + j * SR_LANES), a_bar = sr_load(panel_bar + j * SR_LANES) - mean;
    if (drops) {
      sr_store(panel + j * SR_LANES, scale * sr_select(a < 0.0f, sr_splat(0), a));
      a = __builtin_elementwise_abs(a);
    }
    sr_store(panel_bar + j * SR_LANES, a * a_bar);
  }
}

/// `c[end x 16] = panel rows`, or `c +=`: to each key its share of the queries' rows, of which
/// `columns` are left.
SR_INLINE void sr_add_to_keys(
  size_t end, size_t count, size_t columns, const float *panel, const float *rows, float *c,
  int accumulate) {
  if (columns > SR_HALF)
    sr_multiply_panel(end, SR_LANES, count, panel, SR_LANES, 1, rows, c, accumulate);
  else
    sr_multiply_panel(end, SR_HALF, count, panel, SR_LANES, 1, rows, c, accumulate);
}

/// Sixteen rows, padded with zeros, as panels of sixteen columns, and transposed as one panel.
SR_INLINE void sr_take_rows(
  size_t count, size_t width, float factor, const float *rows, size_t row, float *panels,
  float *transposed) {
  for (size_t c = 0; c < width; c += SR_LANES, panels += SR_LANES * SR_LANES) {
    for (size_t i = 0; i < count; i++)
      sr_store(panels + i * SR_LANES, factor * sr_load_up_to(rows + i * row + c, width - c));
  }
  if (count < SR_LANES) memset(transposed, 0, width * SR_LANES * sizeof(float));
  sr_transpose(count, width, factor, rows, row, transposed, SR_LANES);
}

/// Panels of sixteen columns each to rows.
SR_INLINE void sr_give_rows(
  size_t length, size_t width, const float *panels, float *rows, size_t row) {
  for (size_t c = 0; c < width; c += SR_LANES, panels += length * SR_LANES) {
    for (size_t j = 0; j < length; j++)
      sr_store_up_to(rows + j * row + c, sr_load(panels + j * SR_LANES), width - c);
  }
}

static void sr_attention_adjoint(
  sr_attention_head head, const float *query, const float *key, const float *value,
  const float *out_bar, const float *maxima, const float *inverse_sums, float *query_bar,
  float *key_bar, float *value_bar, float *scratch) {
  size_t length = head.length, width = head.width, row = head.row;
  size_t columns = (width + SR_LANES - 1) / SR_LANES * SR_LANES;
  float *query_transposed = scratch, *out_bar_transposed = query_transposed + width * SR_LANES;
  float *query_panels = out_bar_transposed + width * SR_LANES;
  float *out_bar_panels = query_panels + columns * SR_LANES;
  float *panel = out_bar_panels + columns * SR_LANES, *panel_bar = panel + length * SR_LANES;
  float *key_sums = panel_bar + length * SR_LANES, *value_sums = key_sums + length * columns;

  for (size_t end = length; end > 0;) {
    size_t count = end < SR_LANES ? end : SR_LANES, first = end - count;
    int accumulate = end < length;
    sr_take_rows(
      count, width, head.scale, query + first * row, row, query_panels, query_transposed);
    sr_take_rows(
      count, width, 1, out_bar + first * row, row, out_bar_panels, out_bar_transposed);
    sr_multiply_panel(end, SR_LANES, width, key, row, 1, query_transposed, panel, 0);
    sr_multiply_panel(end, SR_LANES, width, value, row, 1, out_bar_transposed, panel_bar, 0);

    sr_f16 top = sr_load_up_to(maxima + first, count), mean = {0};
    sr_f16 inverse = sr_load_up_to(inverse_sums + first, count);
    if (head.dropout.threshold != 0) {
      sr_lane_keys keys = sr_row_keys(head.dropout.key, first);
      sr_weigh_adjoint(
        0, first + 1, first, 0, 1, head.dropout, keys, top, inverse, &mean, panel, panel_bar);
      sr_weigh_adjoint(
        first + 1, end, first, 1, 1, head.dropout, keys, top, inverse, &mean, panel, panel_bar);
      sr_finish_adjoint(end, 1, head.dropout.scale, mean, panel, panel_bar);
    } else {
      sr_lane_keys keys = {{0}, {0}};
      sr_weigh_adjoint(
        0, first + 1, first, 0, 0, head.dropout, keys, top, inverse, &mean, panel, panel_bar);
      sr_weigh_adjoint(
        first + 1, end, first, 1, 0, head.dropout, keys, top, inverse, &mean, panel, panel_bar);
      sr_finish_adjoint(end, 0, 1, mean, panel, panel_bar);
    }

    for (size_t c = 0; c < width; c += SR_LANES) {
      sr_add_to_keys(
        end, count, width - c, panel, out_bar_panels + c * SR_LANES, value_sums + c * length,
        accumulate);
      sr_add_to_keys(
        end, count, width - c, panel_bar, query_panels + c * SR_LANES, key_sums + c * length,
        accumulate);
    }
    sr_multiply_panel(width, SR_LANES, end, key, 1, row, panel_bar, query_transposed, 0);
    sr_transpose(
      width, count, head.scale, query_transposed, SR_LANES, query_bar + first * row, row);
    end = first;
  }
  sr_give_rows(length, width, key_sums, key_bar, row);
  sr_give_rows(length, width, value_sums, value_bar, row);
}
