#include "tests/endurance/command_accounts.h"

#include <QJsonDocument>
#include <QSet>

namespace lk::test {

void CommandAccounts::send(const QByteArrayList& devices, int ttl) {
  for (const QByteArray& device : devices) {
    const QByteArray number = QByteArray::number(quint64{m_sent.size()});
    m_unsent.push_back(m_sent.size());
    m_sent.push_back({"soak-" + number, device, "step " + number, ttl});
  }
  QList<QByteArrayList> requests;
  for (const std::size_t i : m_unsent) {
    const Sent& sent = m_sent[i];
    requests.push_back({"PUBLISH", "lk:cmd", Stand::commandFor(sent.id, sent.device, sent.payload, sent.ttl)});
  }
  const auto answers = m_stand.one().askAll(requests);
  std::vector<std::size_t> unheard;
  for (std::size_t i = 0; i < m_unsent.size(); ++i) {
    if (i >= answers.size() || answers[i].number < 1) unheard.push_back(m_unsent[i]);
  }
  m_unsent = unheard;
}

int CommandAccounts::waiting() {
  QSet<QByteArray> devices;
  for (const Sent& sent : m_sent) {
    if (sent.durable()) devices.insert(sent.device);
  }
  QList<QByteArrayList> requests;
  for (const QByteArray& device : devices) requests.push_back({"ZCARD", "lk:queue:{" + device + '}'});
  int waiting = 0;
  for (const RespValue& answer : m_stand.one().askAll(requests)) waiting += static_cast<int>(answer.number);
  return waiting;
}

QByteArrayList CommandAccounts::endsOf(const Sent& sent) {
  QByteArrayList heard = m_results.finals(sent.id);
  if (sent.durable()) {
    // Final of a live one only: this one is delivered again.
    heard.removeAll("disconnected");
    heard.removeAll("unacknowledged");
  }
  if (!heard.isEmpty()) return heard;
  const RespValue kept = m_stand.one().ask({"HGET", "lk:ended:{" + sent.device + '}', sent.id});
  const QByteArray message = kept.text.mid(kept.text.indexOf('|') + 1);
  const QByteArray status =
      QJsonDocument::fromJson(message).object().value(QStringLiteral("status")).toString().toUtf8();
  return status.isEmpty() ? QByteArrayList() : QByteArrayList{status};
}

CommandAccounts::Sum CommandAccounts::sum() {
  Sum sum;
  for (const Sent& sent : m_sent) {
    const int received = m_received(sent.payload);
    const QByteArrayList ends = endsOf(sent);
    ++sum.statuses[ends.join('+')];
    bool right = false;
    if (sent.durable()) {
      ++sum.durable;
      if (received > 1) ++sum.again;
      // Of one that was executed Redis may have forgotten the end since.
      right = received >= 1 && (ends == QByteArrayList{"done"} || ends.isEmpty());
    } else {
      ++sum.live;
      const bool toNobody = ends.isEmpty() && received == 0;
      if (toNobody) ++sum.toNobody;
      right = received <= 1 && (toNobody || ends.size() == 1);
    }
    if (right) continue;
    sum.wrong.push_back(sent.id + (sent.durable() ? " (durable) to " : " (live) to ") + sent.device + ": received " +
                        QByteArray::number(received) + " times, ended as [" + ends.join(", ") + "], heard [" +
                        m_results.statuses(sent.id).join(", ") + ']');
  }
  return sum;
}

}  // namespace lk::test
