#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QLocalSocket>

namespace lk::test {

// Somebody at a control socket who sends what bytes he likes.
class RawClient {
 public:
  explicit RawClient(const QString& socketName);

  [[nodiscard]] bool connected();
  void send(const QByteArray& bytes);
  // {"v":1,"id":ID,"op":OP} with the rest of the body put in.
  void ask(int id, const char* op, QJsonObject body = {});
  // The next line, waited for up to 20 s; empty if none came.
  [[nodiscard]] QByteArray nextLine();
  [[nodiscard]] QJsonObject nextObject();
  // Whether the other side ends the link within 20 s; what it said before is dropped.
  [[nodiscard]] bool isCut();
  void leave() { m_socket.abort(); }
  // From here on nothing is taken from the socket.
  void stopReading();

 private:
  QLocalSocket m_socket;
};

}  // namespace lk::test
