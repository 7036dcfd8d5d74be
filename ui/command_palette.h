#pragma once

#include <QDialog>
#include <QList>
#include <QPointer>
#include <functional>

class QAction;
class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace lk::ui {

// Everything that the window can do, found by typing some of its words; and devices, by the beginning of their ids.
// Return does what is chosen, Esc closes.
class CommandPalette final : public QDialog {
  Q_OBJECT

 public:
  struct Entry {
    QString place;  // the menu, or "Page"
    QPointer<QAction> action;
  };
  // Ids that begin with a text, at most so many.
  using Devices = std::function<QStringList(const QString& prefix, int atMost)>;

  CommandPalette(QList<Entry> entries, Devices devices, QWidget* parent);

 Q_SIGNALS:
  void deviceChosen(const QString& device);
  void commandChosen(const QString& device);
  void diagnosisChosen(const QString& device);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void find();
  void addDevices(const QString& text);
  void add(const QString& text, const QString& keys, const QString& help, bool enabled, std::function<void()> run);
  void move(int by);
  void showHelp();
  void runCurrent();

  const QList<Entry> m_entries;
  const Devices m_devices;
  QLineEdit* m_text;
  QListView* m_list;
  QStandardItemModel* m_model;
  QLabel* m_help;
  QList<std::function<void()>> m_runs;  // by row
};

}  // namespace lk::ui
