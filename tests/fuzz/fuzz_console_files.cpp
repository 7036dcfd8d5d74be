#include <QSet>
#include <QSettings>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdlib>

#include "tests/fuzz/application.h"
#include "ui/connection_list.h"
#include "ui/saved_filters.h"

using namespace lk::ui;

namespace {

// Another name each time: Qt remembers what a file held.
class File {
 public:
  explicit File(const QByteArray& bytes) : m_path(folder().filePath(QString::number(++s_count))) {
    QFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) std::abort();
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    QFile::remove(m_path);
    QFile::remove(m_path + QStringLiteral(".broken"));
  }
  [[nodiscard]] const QString& path() const { return m_path; }

 private:
  static QTemporaryDir& folder() {
    static QTemporaryDir made;
    return made;
  }
  static inline int s_count = 0;
  const QString m_path;
};

void checkConnections(const QByteArray& bytes) {
  const File file(bytes);
  ConnectionList list(file.path());
  QSet<QString> names;
  for (const Connection& one : list.all()) {
    if (!ConnectionList::check(one) || one.name.isEmpty() || names.contains(one.name)) std::abort();
    names.insert(one.name);
  }
  const File other({});
  ConnectionList copy(other.path());
  const bool wantsNames = std::any_of(names.begin(), names.end(), [](auto& name) { return name.trimmed().isEmpty(); });
  if (const auto saved = copy.save(list.all()); saved.ok() == wantsNames) std::abort();
  if (wantsNames) return;
  const ConnectionList again(other.path());
  if (again.all() != list.all() || !again.problem().isEmpty()) std::abort();
}

// As somebody edits them in their dialog.
void checkEdits(SavedFilters& filters) {
  for (int row = 0; row < filters.rowCount(); ++row) {
    const SavedFilters::Entry entry = filters.all()[row];
    for (int column = 0; column < filters.columnCount(); ++column) {
      const QModelIndex cell = filters.index(row, column);
      const QString& text = column == SavedFilters::Name ? entry.name : entry.filter;
      if (cell.data().toString() != text || !cell.data(Qt::TextAlignmentRole).isValid()) std::abort();
      if (cell.data(Qt::DecorationRole).isValid()) std::abort();
      if (filters.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty()) std::abort();
      if (!filters.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).isValid()) std::abort();
      if (filters.headerData(column, Qt::Vertical, Qt::DisplayRole).isValid()) std::abort();
      if (cell.flags().testFlag(Qt::ItemIsEditable) != (column == SavedFilters::Name)) std::abort();
    }
    const QModelIndex name = filters.index(row, SavedFilters::Name);
    if (filters.setData(name, QStringLiteral(" "), Qt::EditRole)) std::abort();
    if (filters.setData(name.siblingAtColumn(SavedFilters::Filter), entry.name, Qt::EditRole)) std::abort();
    if (!filters.setData(name, entry.name, Qt::EditRole) && entry.name == entry.name.simplified()) std::abort();
  }
  const qsizetype before = filters.all().size();
  QString last = QStringLiteral("zz");
  const auto isTaken = [&](const SavedFilters::Entry& entry) { return entry.name == last; };
  while (std::any_of(filters.all().begin(), filters.all().end(), isTaken)) last += QLatin1Char('z');
  if (!filters.setData(filters.index(0, SavedFilters::Name), last, Qt::EditRole)) std::abort();
  filters.remove(0);
  filters.remove(-1);
  if (filters.all().size() != before - 1) std::abort();
}

void checkFilters(const QByteArray& bytes) {
  const File file(bytes);
  QSettings state(file.path(), QSettings::IniFormat);
  const QString key = QStringLiteral("filters");
  SavedFilters filters(&state, key);
  for (const SavedFilters::Entry& entry : filters.all()) {
    if (entry.name.trimmed().isEmpty()) std::abort();
  }
  if (!filters.save(QStringLiteral("idle ones"), QStringLiteral("idle>5m"))) std::abort();
  const SavedFilters again(&state, key);
  if (again.all() != filters.all()) std::abort();
  checkEdits(filters);
  const SavedFilters edited(&state, key);
  if (edited.all().size() != filters.all().size()) std::abort();
}

}  // namespace

// Files that the console keeps, in whatever state a disk or an editor left them: what can't be used is left out, and
// the rest is the same once it is written again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  lk::fuzz::makeApplication();
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  checkConnections(bytes);
  checkFilters(bytes);
  return 0;
}
