#pragma once

#include <QByteArray>
#include <QtGlobal>
#include <vector>

namespace lk::test {

// Whether what a process holds is what it uses: AddressSanitizer keeps what was freed, and its memory only grows.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kMemoryIsItsOwn = false;
#else
inline constexpr bool kMemoryIsItsOwn = true;
#endif

// A process' own memory (RssAnon), in bytes; -1: there is no such process.
[[nodiscard]] qint64 anonymousBytes(qint64 pid);
// How many descriptors it has open; -1: it can't be seen.
[[nodiscard]] int openDescriptors(qint64 pid);

[[nodiscard]] qint64 quantile(std::vector<qint64> values, double share);  // 0: there are none
// "p50 0.2 ms, p99 1.7 ms, longest 3.0 ms, of 1200".
[[nodiscard]] QByteArray quantiles(const std::vector<qint64>& micros);
[[nodiscard]] QByteArray megabytes(qint64 bytes);  // "12.3 MiB"

// A figure of this run, for whoever reads its output.
void say(const QByteArray& figure);

}  // namespace lk::test
