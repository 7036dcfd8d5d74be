#include "tests/support/free_port.h"

#include <QHostAddress>
#include <QRandomGenerator>
#include <QTcpServer>

namespace lk::test {

namespace {

constexpr int kFirst = 12'000;
constexpr int kPast = 22'000;
constexpr int kClusterBus = 10'000;

bool isFree(int port) {
  QTcpServer probe;
  return probe.listen(QHostAddress::LocalHost, static_cast<quint16>(port));
}

}  // namespace

quint16 freePort() {
  for (int attempt = 0; attempt < 200; ++attempt) {
    const int port = QRandomGenerator::system()->bounded(kFirst, kPast);
    if (isFree(port) && isFree(port + kClusterBus)) return static_cast<quint16>(port);
  }
  return 0;
}

}  // namespace lk::test
