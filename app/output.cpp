#include "app/output.h"

#include <QJsonDocument>
#include <cstdio>

#include "app/console_attach.h"

namespace lk::app {

int exitCodeOf(const Error& error) {
  switch (error.code) {
    case Error::Code::NotFound:
    case Error::Code::Timeout:
    case Error::Code::Protocol: return kNobodyThere;
    case Error::Code::Usage:
    case Error::Code::Settings:
    case Error::Code::InUse:
    case Error::Code::NotPermitted: return kWrongUsage;
    case Error::Code::Limit:
    case Error::Code::Io:
    case Error::Code::Internal: return kAnswerIsNo;
  }
  return kAnswerIsNo;
}

QString shown(QString text) {
  for (QChar& c : text) {
    if (c.category() == QChar::Other_Control) c = QLatin1Char('?');
  }
  return text;
}

QString sentence(const QString& text) {
  const bool ended = !text.isEmpty() && QStringLiteral(".!?;:").contains(text.back());
  return ended ? text : text + QLatin1Char('.');
}

void Output::said(const QString& indent, const QString& text) const {
  for (const QString& one : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) line(indent + shown(one));
}

void Output::line(const QString& text) const {
  if (!m_json) writeText(stdout, text.toUtf8() + '\n');
}

void Output::note(const QString& text) const { writeText(stderr, text.toUtf8() + '\n'); }

void Output::value(const QJsonObject& object) const {
  if (m_json) writeText(stdout, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void Output::value(const QJsonArray& array) const {
  if (m_json) writeText(stdout, QJsonDocument(array).toJson(QJsonDocument::Compact) + '\n');
}

void Output::arrayItem(const QJsonObject& object) {
  if (!m_json) return;
  writeText(stdout, (m_arrayBegun ? ",\n" : "[\n") + QJsonDocument(object).toJson(QJsonDocument::Compact));
  m_arrayBegun = true;
}

void Output::endArray() {
  if (m_json) writeText(stdout, m_arrayBegun ? "\n]\n" : "[]\n");
  m_arrayBegun = false;
}

bool Output::isBroken() const { return std::ferror(stdout) != 0; }

int Output::fail(const Error& error) {
  note(QStringLiteral("linekeeper: ") + QString::fromStdString(error.text));
  if (m_arrayBegun) {
    endArray();
  } else {
    value(QJsonObject{{QStringLiteral("error"), QString::fromStdString(error.text)}});
  }
  return exitCodeOf(error);
}

}  // namespace lk::app
