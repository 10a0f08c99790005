// Sixteen lanes at a time whatever the hardware's width is: the compiler splits them. So a reduction
// adds in the same order on every kind, and a loop is written once.
#include "../include/CKernels.h"
#include <string.h>

// Passing such vectors would depend on the instruction set; every function that takes one is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

// Only sr_fma and the products' tiles fuse a multiplication with an addition. Where the compiler chose, kinds
// and architectures would differ in the last bits.
#pragma STDC FP_CONTRACT OFF

#define SR_LANES 16
#define SR_INLINE static inline __attribute__((always_inline))

/// What the hardware takes at a time, for register tiles.
typedef float sr_vector __attribute__((vector_size(SR_VECTOR * 4)));
typedef float sr_f16 __attribute__((vector_size(64)));
typedef int32_t sr_i16 __attribute__((vector_size(64)));
typedef uint32_t sr_u16 __attribute__((vector_size(64)));

// memcpy is how C spells an unaligned vector load; it compiles to one.
SR_INLINE sr_f16 sr_load(const float *p) {
  sr_f16 v;
  memcpy(&v, p, sizeof v);
  return v;
}

SR_INLINE void sr_store(float *p, sr_f16 v) { memcpy(p, &v, sizeof v); }

// The first `count` < 16 lanes, the others zero or left alone. A memcpy of a size that only the run knows
// is a call, and costs a row of 50 more than its first 48.
#if defined(SR_MASKS_16)
SR_INLINE sr_f16 sr_load_first(const float *p, size_t count) {
  return (sr_f16)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
}

SR_INLINE void sr_store_first(float *p, sr_f16 v, size_t count) {
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
}
#elif defined(SR_MASKS_8)
typedef int32_t sr_i8 __attribute__((vector_size(32)));

SR_INLINE __m256i sr_mask8(size_t count, int32_t first) {
  sr_i8 lane = {0, 1, 2, 3, 4, 5, 6, 7};
  return (__m256i)(lane + first < (int32_t)count);
}

SR_INLINE sr_f16 sr_load_first(const float *p, size_t count) {
  __m256 half[2] = {
    _mm256_maskload_ps(p, sr_mask8(count, 0)), _mm256_maskload_ps(p + 8, sr_mask8(count, 8))};
  sr_f16 v;
  memcpy(&v, half, sizeof v);
  return v;
}

SR_INLINE void sr_store_first(float *p, sr_f16 v, size_t count) {
  __m256 half[2];
  memcpy(half, &v, sizeof v);
  _mm256_maskstore_ps(p, sr_mask8(count, 0), half[0]);
  _mm256_maskstore_ps(p + 8, sr_mask8(count, 8), half[1]);
}
#else
/// Copies `count` < 16 floats in pieces of 8, 4, 2 and 1.
SR_INLINE void sr_copy_first(float *to, const float *from, size_t count) {
  size_t at = 0;
#define SR_COPY_PIECE(size)                                                                        \
  if (count & size) {                                                                              \
    memcpy(to + at, from + at, size * sizeof(float));                                              \
    at += size;                                                                                    \
  }
  SR_COPY_PIECE(8)
  SR_COPY_PIECE(4)
  SR_COPY_PIECE(2)
  SR_COPY_PIECE(1)
#undef SR_COPY_PIECE
}

SR_INLINE sr_f16 sr_load_first(const float *p, size_t count) {
  float lane[SR_LANES] = {0};
  sr_copy_first(lane, p, count);
  return sr_load(lane);
}

SR_INLINE void sr_store_first(float *p, sr_f16 v, size_t count) {
  float lane[SR_LANES];
  sr_store(lane, v);
  sr_copy_first(p, lane, count);
}
#endif

// Minus zero, not plus: 0 + x would turn -0 into 0, so that the compiler could not drop the addition.
SR_INLINE sr_f16 sr_splat(float x) { return x - (sr_f16){0}; }

SR_INLINE sr_f16 sr_select(sr_i16 mask, sr_f16 yes, sr_f16 no) {
  return (sr_f16)((mask & (sr_i16)yes) | (~mask & (sr_i16)no));
}

/// The first `count` lanes, and zeros.
SR_INLINE sr_f16 sr_first(sr_f16 v, size_t count) {
  if (count >= SR_LANES) return v;
  sr_i16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return (sr_f16)((lane < (int32_t)count) & (sr_i16)v);
}

SR_INLINE sr_f16 sr_fma(sr_f16 a, sr_f16 b, sr_f16 c) {
#ifdef SR_FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

/// Adds the lanes in a fixed tree: 8 + 8, 4 + 4, 2 + 2, 1 + 1.
SR_INLINE float sr_sum(sr_f16 v) {
  float lane[SR_LANES];
  memcpy(lane, &v, sizeof v);
  for (int half = SR_LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lane[i] += lane[i + half];
  return lane[0];
}

/// A loop over `n` floats, sixteen at a time: `i` is the offset, `left_i` how many are left.
#define SR_FOR_LANES(n, i)                                                                         \
  for (size_t i = 0, left_##i = (n); left_##i > 0;                                                 \
       i += SR_LANES, left_##i = left_##i > SR_LANES ? left_##i - SR_LANES : 0)

SR_INLINE sr_f16 sr_load_up_to(const float *p, size_t count) {
  return count >= SR_LANES ? sr_load(p) : sr_load_first(p, count);
}

SR_INLINE void sr_store_up_to(float *p, sr_f16 v, size_t count) {
  if (count >= SR_LANES) sr_store(p, v);
  else sr_store_first(p, v, count);
}

/// exp(x) within 2 ULP on [-87.3, 88]; smaller arguments give about 1e-38, larger ones about 1e38.
SR_INLINE sr_f16 sr_exp(sr_f16 x) {
  x = sr_select(x < -87.3f, sr_splat(-87.3f), x);
  x = sr_select(x > 88.0f, sr_splat(88.0f), x);
  // Adding 1.5 * 2^23 rounds to an integer, which then stands in the low bits.
  const float magic = 12582912.0f;
  sr_f16 shifted = sr_fma(x, sr_splat(1.44269504f), sr_splat(magic));
  sr_f16 whole = shifted - magic;
  sr_f16 r = sr_fma(whole, sr_splat(-0.693359375f), x);
  r = sr_fma(whole, sr_splat(2.12194440e-4f), r);
  sr_f16 p = sr_splat(1.9875691500e-4f);
  p = sr_fma(p, r, sr_splat(1.3981999507e-3f));
  p = sr_fma(p, r, sr_splat(8.3334519073e-3f));
  p = sr_fma(p, r, sr_splat(4.1665795894e-2f));
  p = sr_fma(p, r, sr_splat(1.6666665459e-1f));
  p = sr_fma(p, r, sr_splat(5.0000001201e-1f));
  p = sr_fma(p, r * r, r + 1.0f);
  sr_i16 power = (sr_i16)shifted - (sr_i16)sr_splat(magic);
  // A multiplication, since adding to the exponent's bits could make a number of a NaN.
  return p * (sr_f16)((power + 127) << 23);
}

SR_INLINE sr_f16 sr_logistic(sr_f16 x) { return 1.0f / (1.0f + sr_exp(-x)); }

/// Sixteen 32-bit hashes of (key, first ..< first + 16): what decides dropout. The reference in
/// `Tensors/Seed` gives the same bits.
SR_INLINE sr_u16 sr_hash(uint64_t key, uint32_t first) {
  sr_u16 x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  x = (x + first) * 0x9E3779B9u + (uint32_t)key;
  x ^= x >> 16;
  x *= 0x7FEB352Du;
  x ^= x >> 15;
  x += (uint32_t)(key >> 32);
  x *= 0x846CA68Bu;
  x ^= x >> 16;
  return x;
}

/// What dropout multiplies the lanes with: 0 or `scale`.
SR_INLINE sr_f16 sr_dropout_factor(sr_dropout dropout, uint32_t first) {
  sr_i16 kept = (sr_i16)(sr_hash(dropout.key, first) >= dropout.threshold);
  return (sr_f16)(kept & (sr_i16)sr_splat(dropout.scale));
}
