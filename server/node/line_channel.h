#pragma once

#include <QByteArray>
#include <QObject>

namespace lk::node {

// Lines both ways between a node's control and a console, in order, none lost but by the channel's end.
class LineChannel : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // line: without its end. Nothing happens once the channel is not open.
  virtual void write(const QByteArray& line) = 0;
  // Bytes that the other side has not taken yet.
  [[nodiscard]] virtual qint64 unread() const = 0;
  [[nodiscard]] virtual bool isOpen() const = 0;
  // What was written still goes out; nothing more comes in.
  virtual void end() = 0;
  virtual void abort() = 0;

 Q_SIGNALS:
  void lineArrived(const QByteArray& line);
  void roomMade();                 // unread() sank
  void batchRead();                // after the last of some lines that came together
  void tooLong();                  // a line that comes in is longer than any may be; no more are read
  void ended(const QString& why);  // once
};

}  // namespace lk::node
