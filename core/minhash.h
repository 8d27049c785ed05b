/* SPDX-License-Identifier: MIT */
/*
 * Near-duplicates among many sets: MinHash signatures (Broder 1997) found through bands of equal rows
 * (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, section 3.4) and kept to 16 bits a
 * place (b-bit minwise hashing, Li and König 2010).
 *
 * A set is a list of 64-bit hash values of its members (fuda_hash64_stable of a term, say).  Its signature
 * holds, for each of S = 128 functions g, 16 bits of min g(member).  Two sets agree in a place with
 * probability J + (1 − J) / 2^16, J their Jaccard similarity, so that the share of equal places estimates J
 * with a standard error of √(J (1 − J) / 128): 0.035 at J = 0.8.
 *
 * Everything is a function of the sets and their order alone: the same on every machine.
 */
#ifndef CORE_MINHASH_H
#define CORE_MINHASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <fuda/status.h>

enum { FUDA_SIGNATURE = 128 }; /* S: places in a signature; 256 bytes */

typedef struct fuda_signature {
    uint16_t place[FUDA_SIGNATURE]; /* all 0: the empty set */
} fuda_signature;

/* The signature of the set of hash values [n]; their order does not matter, nor that some repeat.
 * Thread-safe.  n × 128 multiplications. */
void fuda_sign(const uint64_t *hashes, size_t n, fuda_signature *out);

/* Signing a set as its members come: begin, any number of adds, end.  One state a thread. */
typedef struct fuda_signing {
    uint64_t least[FUDA_SIGNATURE];
    bool any;
} fuda_signing;
void fuda_signing_begin(fuda_signing *signing);
void fuda_signing_add(fuda_signing *signing, uint64_t hash);
void fuda_signing_end(const fuda_signing *signing, fuda_signature *out);

/* Estimated Jaccard similarity, a multiple of 1/128; 0 when either set is empty.  Thread-safe. */
double fuda_similarity(const fuda_signature *a, const fuda_signature *b);

/* Similarity from which two documents count as near-duplicates when nobody says otherwise. */
#define FUDA_NEAR 0.8

/* Rows of a band and bands (rows × bands ≤ 128) for a threshold: the longest bands that still bring together
 * two sets of just that similarity with a probability of at least 0.99. */
typedef struct fuda_banding {
    int rows, bands;
} fuda_banding;
fuda_banding fuda_banding_for(double threshold);

/* The probability that two sets of similarity J share a band: 1 − (1 − J^rows)^bands. */
double fuda_banding_chance(fuda_banding banding, double similarity);

/*
 * Clusters of near-duplicates: cluster[i] becomes the number of the first signature of i's cluster (i itself
 * when it is alone).  Two sets are linked when they share a band and their estimated similarity is at
 * least `threshold` (in (0, 1]); a cluster is whatever links connect.  Empty sets stay alone.
 *
 * Sets with equal signatures are joined first and looked at once.  Within a band, all pairs of up to 256
 * sets are compared; in a larger crowd each set is compared with the first set of each cluster seen in that
 * crowd, 256 of them at most, so that the work is linear: a link that exists in one band only,
 * within such a crowd, may be missed.
 *
 * Memory: 24 bytes a signature besides the arrays.  E_NOMEM; E_ARG for a threshold out of range or more than
 * 2^32 − 2 signatures.
 */
fuda_status fuda_near_clusters(const fuda_signature *signatures, size_t n, double threshold,
                               uint32_t *cluster, fuda_error *err);

#endif
