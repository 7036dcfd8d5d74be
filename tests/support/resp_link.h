#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QTcpSocket>
#include <memory>
#include <optional>
#include <vector>

namespace lk::test {

// What Redis answered.
struct RespValue {
  enum class Kind { NoAnswer, Nil, Text, Error, Number, Array };

  Kind kind = Kind::NoAnswer;
  QByteArray text;  // of a text or an error; a number in digits
  qint64 number = 0;
  std::vector<RespValue> items;

  [[nodiscard]] bool isError() const { return kind == Kind::Error; }
  [[nodiscard]] bool good() const { return kind != Kind::Error && kind != Kind::NoAnswer; }
  [[nodiscard]] QByteArrayList texts() const;  // of a text or number: itself; of an array: all in it, in order
};

// Takes one whole value off the front of the bytes. Empty, and nothing taken: more bytes are needed.
[[nodiscard]] std::optional<RespValue> takeRespValue(QByteArray& bytes);
[[nodiscard]] QByteArray respRequest(const QByteArrayList& words);

// A connection of the test itself to one Redis, blocking: for what a person would type into redis-cli. Connects anew
// when it has to.
class RespLink {
 public:
  explicit RespLink(quint16 port, QByteArray password = {});

  RespValue ask(const QByteArrayList& words, int withinMs = 2'000);
  // All at once; as many answers as came in time.
  std::vector<RespValue> askAll(const QList<QByteArrayList>& requests, int withinMs = 10'000);

 private:
  [[nodiscard]] bool connected(int withinMs);

  quint16 m_port;
  QByteArray m_password;
  std::unique_ptr<QTcpSocket> m_socket;
  QByteArray m_bytes;
};

}  // namespace lk::test
