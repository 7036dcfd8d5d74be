#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <memory>
#include <vector>

namespace lk::test {

// Writes down what is published on lk:result. It listens at every Redis that it is given, since one that dies takes
// its subscribers with it, and comes back to one that returns.
class ResultLedger : public QObject {
  Q_OBJECT

 public:
  explicit ResultLedger(const QList<quint16>& redisPorts, QByteArray channel = "lk:result");

  // Whether all of them have confirmed the subscription.
  [[nodiscard]] bool waitUntilListening(int withinMs = 10'000) const;

  [[nodiscard]] QByteArrayList statuses(const QByteArray& id) const;  // different ones, in the order they came
  [[nodiscard]] QByteArrayList finals(const QByteArray& id) const;    // of these, the final ones
  // How often the listener that heard most heard a final status of it.
  [[nodiscard]] int timesFinal(const QByteArray& id) const;
  [[nodiscard]] QJsonObject last(const QByteArray& id) const;
  [[nodiscard]] int withFinal() const { return m_withFinal; }  // how many ids have a final status
  [[nodiscard]] const QByteArrayList& malformed() const { return m_malformed; }

 private:
  struct Ear {
    quint16 port = 0;
    std::unique_ptr<QTcpSocket> socket;
    QByteArray bytes;
    bool listening = false;
    QHash<QByteArray, int> finals;  // by id
  };
  struct Fate {
    QByteArrayList statuses;
    QJsonObject last;
    bool final = false;
  };

  void connectEar(Ear& ear);
  void read(Ear& ear);
  void take(Ear& ear, const QByteArray& message);

  QByteArray m_channel;
  std::vector<std::unique_ptr<Ear>> m_ears;
  QHash<QByteArray, Fate> m_fates;
  int m_withFinal = 0;
  QByteArrayList m_malformed;
  QTimer m_again;
};

[[nodiscard]] bool isFinalStatus(const QByteArray& status);

}  // namespace lk::test
