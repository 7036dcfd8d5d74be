#include "tests/endurance/figures.h"

#include <QDir>
#include <QFile>
#include <algorithm>
#include <cstdio>

namespace lk::test {

qint64 anonymousBytes(qint64 pid) {
  QFile file(QStringLiteral("/proc/%1/status").arg(pid));
  if (!file.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (line.startsWith("RssAnon:")) return line.mid(8).replace("kB", "").trimmed().toLongLong() * 1024;
  }
  return -1;
}

int openDescriptors(qint64 pid) {
  const QDir dir(QStringLiteral("/proc/%1/fd").arg(pid));
  if (!dir.exists()) return -1;
  return static_cast<int>(dir.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

qint64 quantile(std::vector<qint64> values, double share) {
  if (values.empty()) return 0;
  const auto last = static_cast<double>(values.size() - 1);
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * last);
  std::ranges::nth_element(values, place);
  return *place;
}

QByteArray quantiles(const std::vector<qint64>& micros) {
  const auto ms = [&](double share) {
    return QByteArray::number(static_cast<double>(quantile(micros, share)) / 1000.0, 'f', 1) + " ms";
  };
  return "p50 " + ms(0.5) + ", p99 " + ms(0.99) + ", longest " + ms(1.0) + ", of " +
         QByteArray::number(quint64{micros.size()});
}

QByteArray megabytes(qint64 bytes) {
  return QByteArray::number(static_cast<double>(bytes) / (1024.0 * 1024.0), 'f', 1) + " MiB";
}

void say(const QByteArray& figure) {
  std::printf("FIGURE : %s\n", figure.constData());
  std::fflush(stdout);
}

}  // namespace lk::test
