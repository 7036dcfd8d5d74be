#pragma once

#include <QAbstractTableModel>

class QSettings;

namespace lk::ui {

// The filters of a page that somebody gave a name, in the order of their names; each change is kept at once.
class SavedFilters final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Name, Filter, kColumns };
  struct Entry {
    QString name;
    QString filter;
    bool operator==(const Entry&) const = default;
  };

  // state: null keeps nothing over a restart. key: a group of its own in it.
  SavedFilters(QSettings* state, const QString& key, QObject* parent = nullptr);

  // An empty name is refused. Another filter of that name is replaced.
  bool save(const QString& name, const QString& filter);
  void remove(int row);
  [[nodiscard]] const QList<Entry>& all() const { return m_entries; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  // A name may be edited to one that no other has.
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void changed();

 private:
  void keep();
  [[nodiscard]] qsizetype placeOf(const QString& name) const;

  QSettings* m_state;
  QString m_key;
  QList<Entry> m_entries;
};

}  // namespace lk::ui
