#pragma once

#include <QByteArrayList>

#include "server/node/line_channel.h"

namespace lk::test {

// One end of a line channel without another: keeps what is written while it is open, and hears what lineArrived is made
// to say.
class KeptLines final : public node::LineChannel {
 public:
  using LineChannel::LineChannel;

  void setOpen(bool open) { m_open = open; }
  void write(const QByteArray& line) override {
    if (m_open) m_written.push_back(line);
  }
  [[nodiscard]] qint64 unread() const override { return 0; }
  [[nodiscard]] bool isOpen() const override { return m_open; }
  void end() override { abort(); }
  void abort() override {
    if (!m_open) return;
    m_open = false;
    Q_EMIT ended(QStringLiteral("ended"));
  }

  [[nodiscard]] const QByteArrayList& written() const { return m_written; }

 private:
  QByteArrayList m_written;
  bool m_open = true;
};

}  // namespace lk::test
