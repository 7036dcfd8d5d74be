// A network's link goes down: its devices are gone without a word. They are closed at one and a half times their
// keepalive, and those on another link notice nothing.
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include "tests/cli/child_process.h"
#include "tests/cluster/stand.h"
#include "tests/endurance/figures.h"
#include "tests/setup/network_namespaces.h"

using namespace lk::test;

namespace {

constexpr int kKeepaliveS = 8;

}  // namespace

class HalfOpen : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void devicesOfADeadLinkGoAndOthersStay();

 private:
  // The real program, in one of the two networks.
  [[nodiscard]] std::unique_ptr<QProcess> begin(const QStringList& entry, const char* arguments) const;
  [[nodiscard]] int sessionsFrom(const char* address) const;

  Place m_place;
};

std::unique_ptr<QProcess> HalfOpen::begin(const QStringList& entry, const char* arguments) const {
  auto process = std::make_unique<QProcess>();
  process->setProcessEnvironment(m_place.environment());
  endWithThisProcess(*process);
  process->start(entry.front(), entry.mid(1) + QStringList{QStringLiteral(LINEKEEPER_PROGRAM)} + words(arguments));
  return process;
}

int HalfOpen::sessionsFrom(const char* address) const {
  const Outcome devices =
      run(m_place, QStringList{QStringLiteral("devices"), QStringLiteral("--json"), QStringLiteral("--filter"),
                               QStringLiteral("addr:") + QString::fromLatin1(address)});
  return devices.json() ? static_cast<int>(devices.json()->array().size()) : -1;
}

void HalfOpen::devicesOfADeadLinkGoAndOthersStay() {
  NetworkNamespaces networks;
  QVERIFY2(networks.ok(), qPrintable(networks.problem()));
  const int each = sized(100, 1'000);
  const QByteArray simulate = "simulate --report-every 2 --keepalive " + QByteArray::number(kKeepaliveS) +
                              " --devices " + QByteArray::number(each);
  const auto node = begin(networks.entryToServer(), "--headless --node-id n1 --listen 0.0.0.0:7600");
  QTRY_VERIFY_WITH_TIMEOUT(node->canReadLine(), 15'000);
  const auto doomed = begin(networks.entryToDevice(), simulate + " --prefix doomed- --target 10.77.0.1:7600");
  const auto healthy = begin(networks.entryToDevice(), simulate + " --prefix healthy- --target 10.78.0.1:7600");
  QTRY_COMPARE_WITH_TIMEOUT(sessionsFrom("10.77.0.2"), each, 30'000);
  QTRY_COMPARE_WITH_TIMEOUT(sessionsFrom("10.78.0.2"), each, 30'000);

  QElapsedTimer clock;
  clock.start();
  QVERIFY2(networks.sh(QStringLiteral("PATH=$PATH:/usr/sbin:/sbin; ip link set lan0 down")),
           qPrintable(networks.problem()));
  // What was on its way to them makes no difference.
  (void)run(m_place, "send --timeout 1 doomed-1 doomed-2 on");
  QTRY_COMPARE_WITH_TIMEOUT(sessionsFrom("10.77.0.2"), 0, 60'000);
  say("all of " + QByteArray::number(each) + " gone after " + QByteArray::number(clock.elapsed()) +
      " ms, with a keepalive of " + QByteArray::number(kKeepaliveS) + " s");
  QVERIFY2(clock.elapsed() >= (kKeepaliveS * 3 / 2 - 2) * 1'000, "they had reported at most 2 s before");

  QTest::qWait(kKeepaliveS * 500);  // they have been watched for one and a half already
  QCOMPARE(sessionsFrom("10.78.0.2"), each);
  const Outcome nodes = run(m_place, "nodes --json");
  QVERIFY2(nodes.json() && nodes.json()->isArray(), nodes.said().constData());
  const QJsonObject figures = nodes.json()->array().first().toObject().value(QStringLiteral("figures")).toObject();
  const QJsonObject closes = figures.value(QStringLiteral("closes")).toObject();
  QCOMPARE(closes.value(QStringLiteral("keepalive-missed")).toInt(), each);
  for (auto reason = closes.constBegin(); reason != closes.constEnd(); ++reason) {
    if (reason.key() != QLatin1StringView("keepalive-missed")) QCOMPARE(reason.value().toInt(), 0);
  }
}

QTEST_GUILESS_MAIN(HalfOpen)
#include "half_open.moc"
