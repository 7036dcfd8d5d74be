#pragma once

#include <QThreadPool>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "ui/console_context.h"
#include "ui/csv_text.h"
#include "ui/send_plan.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace lk::ui {

class DeviceField;
class FilterEdit;
class TargetScan;

// Who gets a command: devices by name, all that a filter lets through, or those of a CSV file, whose columns become
// placeholders. Files are read in a thread of their own.
class TargetField final : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { Devices, Filter, File };

  explicit TargetField(ConsoleContext& context, QWidget* parent = nullptr);
  ~TargetField() override;

  // As many as other pages choose: what is too long to be read in a line stands there as a number.
  void setDevices(const QStringList& devices);
  void choose(Kind kind);
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool empty() const;
  void focusField();
  void refreshLook();

  // Empty: nothing is wrong.
  [[nodiscard]] const QString& problem() const { return m_problem; }
  // -1: not known yet.
  [[nodiscard]] int count() const { return m_count; }
  // Of devices by name and of a file; a filter has none, as they are looked up when it is sent.
  [[nodiscard]] const QList<CommandTarget>& targets() const { return m_targets; }
  // One of them, to show what it would get.
  [[nodiscard]] CommandTarget sample() const;
  [[nodiscard]] const std::optional<DeviceFilter>& filter() const { return m_filterRead; }
  [[nodiscard]] const QStringList& columns() const { return m_columns; }

 Q_SIGNALS:
  void changed();

 protected:
  void focusInEvent(QFocusEvent* event) override;

 private:
  struct Reading;

  void makeFields();
  [[nodiscard]] QWidget* makeFilePage();
  [[nodiscard]] QWidget* makeChosenPage();
  void showFields();
  void forgetChosen();
  [[nodiscard]] QWidget* field() const;
  void read();
  void readDevices();
  void readFilter();
  void startReadingFile();
  void take(const Reading& reading);
  void chooseFile();
  void countAgain();
  void tell();

  ConsoleContext& m_context;
  QComboBox* m_kind;
  QStackedWidget* m_fields;
  DeviceField* m_devices;
  FilterEdit* m_filter;
  QLineEdit* m_path;
  QAction* m_browse;
  QLabel* m_chosenCount;
  QAction* m_forgetChosen;
  TargetScan* m_scan;
  QTimer m_fileWait;

  QStringList m_chosen;  // in place of what is typed
  QString m_problem;
  QList<CommandTarget> m_targets;
  QStringList m_columns;
  std::optional<DeviceFilter> m_filterRead;
  int m_count = 0;
  QString m_found;  // a device that the filter lets through
  qint64 m_countedAtMs = 0;
  quint64 m_lastReading = 0;
  QThreadPool m_thread;  // last: waits for the job, which posts to this object
};

}  // namespace lk::ui
