#include "ui/frame_words.h"

#include <algorithm>
#include <array>

namespace lk::ui::frame_words {

namespace {

constexpr std::array kTypes = {"HELLO",      "WELCOME", "PING",        "PONG", "REPORT",
                               "REPORT_ACK", "COMMAND", "COMMAND_ACK", "CLOSE"};

QString readable(const QByteArray& bytes) {
  QString text = QString::fromLatin1(bytes);
  std::ranges::replace_if(
      text, [](QChar c) { return c < QChar(0x20) || c > QChar(0x7E); }, QLatin1Char('.'));
  return text;
}

}  // namespace

QString type(quint8 number) {
  const bool isKnown = number >= 1 && number <= kTypes.size();
  return isKnown ? QString::fromLatin1(kTypes[number - 1U]) : QString::number(number);
}

QString arrow(bool fromDevice) { return fromDevice ? QStringLiteral("→") : QStringLiteral("←"); }

QString hex(const QByteArray& payload, qsizetype atMost) {
  const QString shown = QString::fromLatin1(payload.left(atMost).toHex(' '));
  return payload.size() > atMost ? shown + QStringLiteral(" …") : shown;
}

QString text(const QByteArray& payload, qsizetype atMost) {
  const QString shown = readable(payload.left(atMost));
  return payload.size() > atMost ? shown + QStringLiteral(" …") : shown;
}

QString dump(const QByteArray& payload, int perLine) {
  QString lines;
  for (qsizetype at = 0; at < payload.size(); at += perLine) {
    const QByteArray part = payload.mid(at, perLine);
    lines += QStringLiteral("%1  %2  %3\n")
                 .arg(at, 4, 16, QLatin1Char('0'))
                 .arg(QString::fromLatin1(part.toHex(' ')).leftJustified(perLine * 3 - 1), readable(part));
  }
  return lines;
}

}  // namespace lk::ui::frame_words
