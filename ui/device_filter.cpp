#include "ui/device_filter.h"

#include <QCoreApplication>

namespace lk::ui {

namespace {

constexpr QLatin1StringView kExact("id:");

}  // namespace

Result<DeviceFilter> DeviceFilter::parse(const QString& text) {
  DeviceFilter filter;
  QStringList others;
  const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  for (const QString& word : words) {
    if (!word.startsWith(kExact)) {
      others.push_back(word);
      continue;
    }
    const QString id = word.mid(kExact.size());
    if (!isDeviceId(id.toStdString())) {
      const QString why =
          QCoreApplication::translate("lk::ui::DeviceFilter", "'%1': write a whole device id after id:");
      return Error{Error::Code::Usage, why.arg(word).toStdString()};
    }
    filter.m_ids.insert(id);
  }
  auto parsed = node::SessionFilter::parse(others.join(QLatin1Char(' ')));
  if (!parsed) return parsed.error();
  filter.m_words = std::move(*parsed);
  return filter;
}

bool DeviceFilter::matches(const node::SessionRow& row, qint64 nowMs) const {
  return (m_ids.isEmpty() || m_ids.contains(row.device)) && m_words.matches(row, nowMs);
}

QStringList DeviceFilter::keywords() { return QStringList{kExact} + node::SessionFilter::keywords(); }

}  // namespace lk::ui
