#include "ui/template_store.h"

#include <algorithm>

#include "ui/device_order.h"

namespace lk::ui {

namespace {

constexpr qint64 kLargestFile = 128 * 1024 * 1024;

}  // namespace

TemplateStore::TemplateStore(const QString& path, QObject* parent) : QObject(parent), m_file(path) {
  connect(&m_file, &KeptFile::failed, this, [this](const QString& why) {
    Q_EMIT failed(tr("The templates are not kept: %1 can't be written: %2").arg(m_file.path(), why));
  });
}

QString TemplateStore::load() {
  const auto json = m_file.read(kLargestFile);
  if (json && json->isEmpty()) return {};
  const auto read = json ? templatesFromJson(*json) : Result<QList<CommandTemplate>>(json.error());
  if (read) {
    m_all = *read;
    Q_EMIT changed();
    return {};
  }
  return tr("The templates can't be read: %1. The file was put aside as %2.")
      .arg(QString::fromStdString(read.error().text), m_file.setAside());
}

const CommandTemplate* TemplateStore::find(const QString& name) const {
  const auto found = std::ranges::find(m_all, name, &CommandTemplate::name);
  return found == m_all.end() ? nullptr : &*found;
}

bool TemplateStore::put(const CommandTemplate& one) {
  const auto found = std::ranges::find(m_all, one.name, &CommandTemplate::name);
  const bool isGood = isTemplateName(one.name) && one.text.size() <= kLongestTemplateText;
  if (!isGood || (found == m_all.end() && m_all.size() >= kMostTemplates)) return false;
  if (found != m_all.end()) {
    *found = one;
  } else {
    m_all.push_back(one);
  }
  sortAndSave();
  return true;
}

bool TemplateStore::rename(const QString& from, const QString& to) {
  const auto found = std::ranges::find(m_all, from, &CommandTemplate::name);
  if (found == m_all.end() || !isTemplateName(to) || (to != from && find(to) != nullptr)) return false;
  found->name = to;
  sortAndSave();
  return true;
}

bool TemplateStore::remove(const QString& name) {
  if (m_all.removeIf([&](const CommandTemplate& one) { return one.name == name; }) == 0) return false;
  sortAndSave();
  return true;
}

void TemplateStore::sortAndSave() {
  std::ranges::stable_sort(
      m_all, [](const CommandTemplate& a, const CommandTemplate& b) { return compareNaturally(a.name, b.name) < 0; });
  m_file.write(templatesToJson(m_all));
  Q_EMIT changed();
}

}  // namespace lk::ui
