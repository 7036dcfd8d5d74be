#include "tests/support/result_ledger.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QTest>
#include <algorithm>

#include "tests/support/resp_link.h"

namespace lk::test {

bool isFinalStatus(const QByteArray& status) { return status != "queued" && status != "written"; }

ResultLedger::ResultLedger(const QList<quint16>& redisPorts, QByteArray channel) : m_channel(std::move(channel)) {
  for (const quint16 port : redisPorts) {
    m_ears.push_back(std::make_unique<Ear>());
    m_ears.back()->port = port;
    connectEar(*m_ears.back());
  }
  connect(&m_again, &QTimer::timeout, this, [this] {
    for (const auto& ear : m_ears) {
      if (ear->socket->state() == QAbstractSocket::UnconnectedState) connectEar(*ear);
    }
  });
  m_again.start(100);
}

void ResultLedger::connectEar(Ear& ear) {
  if (ear.socket) ear.socket.release()->deleteLater();
  ear.socket = std::make_unique<QTcpSocket>();
  ear.bytes.clear();
  ear.listening = false;
  connect(ear.socket.get(), &QTcpSocket::readyRead, this, [this, &ear] { read(ear); });
  connect(ear.socket.get(), &QTcpSocket::disconnected, this, [&ear] { ear.listening = false; });
  connect(ear.socket.get(), &QTcpSocket::connected, this, [this, &ear] {
    ear.socket->write(respRequest({"SUBSCRIBE", m_channel}));
  });
  ear.socket->connectToHost(QHostAddress::LocalHost, ear.port);
}

bool ResultLedger::waitUntilListening(int withinMs) const {
  return QTest::qWaitFor(
      [this] { return std::all_of(m_ears.begin(), m_ears.end(), [](const auto& ear) { return ear->listening; }); },
      withinMs);
}

void ResultLedger::read(Ear& ear) {
  ear.bytes += ear.socket->readAll();
  while (const auto value = takeRespValue(ear.bytes)) {
    if (value->items.empty()) continue;
    if (value->items[0].text == "subscribe") ear.listening = true;
    if (value->items[0].text == "message") take(ear, value->items[2].text);
  }
}

void ResultLedger::take(Ear& ear, const QByteArray& message) {
  const QJsonObject result = QJsonDocument::fromJson(message).object();
  const QByteArray id = result.value(QStringLiteral("id")).toString().toUtf8();
  const QByteArray status = result.value(QStringLiteral("status")).toString().toUtf8();
  if (id.isEmpty() || status.isEmpty()) {
    m_malformed.push_back(message);
    return;
  }
  Fate& fate = m_fates[id];
  if (!fate.statuses.contains(status)) fate.statuses.push_back(status);
  fate.last = result;
  if (!isFinalStatus(status)) return;
  ++ear.finals[id];
  if (!fate.final) ++m_withFinal;
  fate.final = true;
}

QByteArrayList ResultLedger::statuses(const QByteArray& id) const { return m_fates.value(id).statuses; }

QByteArrayList ResultLedger::finals(const QByteArray& id) const {
  QByteArrayList finals;
  for (const QByteArray& status : m_fates.value(id).statuses) {
    if (isFinalStatus(status)) finals.push_back(status);
  }
  return finals;
}

int ResultLedger::timesFinal(const QByteArray& id) const {
  int most = 0;
  for (const auto& ear : m_ears) most = std::max(most, ear->finals.value(id));
  return most;
}

QJsonObject ResultLedger::last(const QByteArray& id) const { return m_fates.value(id).last; }

}  // namespace lk::test
