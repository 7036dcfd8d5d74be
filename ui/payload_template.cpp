#include "ui/payload_template.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace lk::ui {

namespace {

constexpr qsizetype kLongestName = 64;
constexpr qsizetype kMostCounterDigits = 15;
constexpr QLatin1Char kOpen('{');
constexpr QLatin1Char kClose('}');

QString tr(const char* text) { return QCoreApplication::translate("lk::ui::PayloadTemplate", text); }

bool beginsName(QChar ch) { return ch.isLetter() || ch == QLatin1Char('_'); }

bool isOfName(QChar ch) {
  return ch.isLetterOrNumber() || ch == QLatin1Char('_') || ch == QLatin1Char('-') || ch == QLatin1Char('.') ||
         ch == QLatin1Char(' ') || ch == QLatin1Char(':');
}

// The name of a placeholder that begins at this place; empty: none does.
QString nameAt(const QString& text, qsizetype at) {
  if (at + 2 >= text.size() || text[at] != kOpen || !beginsName(text[at + 1])) return {};
  qsizetype end = at + 1;
  while (end < text.size() && end - at <= kLongestName && isOfName(text[end])) ++end;
  if (end >= text.size() || text[end] != kClose) return {};
  return text.mid(at + 1, end - at - 1);
}

// As it stands between JSON's quotes.
QString jsonEscaped(const QString& text) {
  const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
  return QString::fromUtf8(array.sliced(2, array.size() - 4));
}

bool isCounter(const QString& name, qint64& first, int& digits) {
  if (name == QLatin1StringView("counter")) return true;
  const QLatin1StringView prefix("counter:");
  if (!name.startsWith(prefix)) return false;
  const QString number = name.sliced(prefix.size());
  const bool allDigits = std::ranges::all_of(number, [](QChar ch) { return ch >= u'0' && ch <= u'9'; });
  if (number.isEmpty() || number.size() > kMostCounterDigits || !allDigits) return false;
  first = number.toLongLong();
  digits = static_cast<int>(number.size());
  return true;
}

}  // namespace

PayloadTemplate::Parsed PayloadTemplate::parse(const QString& text, const QStringList& columns) {
  Parsed parsed;
  PayloadTemplate& made = parsed.value;
  for (qsizetype i = 0; i < text.size();) {
    if (text[i] == kOpen) {
      if (const QString plain = nameAt(text, i + 1); !plain.isEmpty()) {
        made.addText(kOpen + plain + kClose, i);
        made.m_parts.back().length = plain.size() + 3;
        i += plain.size() + 3;
        continue;
      }
      if (const QString name = nameAt(text, i); !name.isEmpty()) {
        Part part;
        part.at = i;
        part.length = name.size() + 2;
        const QString key = name.trimmed().toLower();
        part.column = columns.indexOf(key);
        if (part.column >= 0) {
          part.kind = Kind::Column;
        } else if (key == QLatin1StringView("device")) {
          part.kind = Kind::Device;
        } else if (isCounter(key, part.first, part.digits)) {
          part.kind = Kind::Counter;
        } else {
          QStringList known = {QStringLiteral("{device}"), QStringLiteral("{counter}")};
          for (const QString& column : columns) {
            if (column != QLatin1StringView("device")) known.push_back(kOpen + column + kClose);
          }
          parsed.fault = TextFault{tr("nothing stands for {%1}: there are %2; write {{%1} for the text itself")
                                       .arg(name, known.join(QStringLiteral(", "))),
                                   part.at, part.length};
          return parsed;
        }
        made.m_parts.push_back(part);
        i += part.length;
        continue;
      }
    }
    qsizetype end = i + 1;
    while (end < text.size() && text[end] != kOpen) ++end;
    made.addText(text.sliced(i, end - i), i);
    i = end;
  }
  made.markQuotes();
  return parsed;
}

QString PayloadTemplate::escaped(const QString& text) {
  QString out;
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (!nameAt(text, i).isEmpty()) out += kOpen;
    out += text[i];
  }
  return out;
}

bool PayloadTemplate::hasPlaceholders() const {
  return std::ranges::any_of(m_parts, [](const Part& part) { return part.kind != Kind::Text; });
}

void PayloadTemplate::addText(const QString& text, qsizetype at) {
  Part part;
  part.text = text;
  part.at = at;
  part.length = text.size();
  m_parts.push_back(part);
}

void PayloadTemplate::markQuotes() {
  bool within = false;
  bool isEscaped = false;
  for (Part& part : m_parts) {
    part.withinQuotes = within;
    for (const QChar ch : part.text) {
      if (isEscaped) {
        isEscaped = false;
      } else if (within && ch == QLatin1Char('\\')) {
        isEscaped = true;
      } else if (ch == QLatin1Char('"')) {
        within = !within;
      }
    }
  }
}

QString PayloadTemplate::valueOf(const Part& part, const CommandTarget& target, qsizetype place) {
  switch (part.kind) {
    case Kind::Text: return part.text;
    case Kind::Device: return target.device;
    case Kind::Counter: return QStringLiteral("%1").arg(part.first + place, part.digits, 10, QLatin1Char('0'));
    case Kind::Column: return target.values.value(part.column);
  }
  return {};
}

PayloadRead PayloadTemplate::bytesFor(const CommandTarget& target, qsizetype place, PayloadForm form) const {
  QString text;
  std::vector<Written> written;
  for (const Part& part : m_parts) {
    QString value = valueOf(part, target, place);
    const bool mustEscape = form == PayloadForm::Json && part.kind != Kind::Text && part.withinQuotes;
    if (mustEscape) value = jsonEscaped(value);
    written.push_back({text.size(), value.size(), &part});
    text += value;
  }
  PayloadRead read = readPayload(text, form);
  if (read.fault) read.fault = placed(*read.fault, written);
  return read;
}

TextFault PayloadTemplate::placed(const TextFault& fault, const std::vector<Written>& written) {
  TextFault moved = fault;
  for (const Written& one : written) {
    if (fault.at < one.from || fault.at >= one.from + std::max<qsizetype>(one.size, 1)) continue;
    const bool isText = one.part->kind == Kind::Text;
    moved.at =
        one.part->at + (isText ? std::min(fault.at - one.from, std::max<qsizetype>(one.part->length - 1, 0)) : 0);
    moved.length = isText ? 1 : one.part->length;
  }
  return moved;
}

}  // namespace lk::ui
