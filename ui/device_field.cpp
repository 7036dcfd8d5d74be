#include "ui/device_field.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QRegularExpression>
#include <QStringListModel>

#include "ui/devices_model.h"

namespace lk::ui {

namespace {

constexpr int kOffers = 12;
constexpr int kMaxLength = 1'000'000;

QRegularExpression separators() { return QRegularExpression(QStringLiteral("[\\s,;]+")); }

}  // namespace

DeviceField::DeviceField(const DevicesModel& devices, QWidget* parent)
    : QLineEdit(parent),
      m_devices(devices),
      m_offers(new QStringListModel(this)),
      m_completer(new QCompleter(m_offers, this)) {
  setMaxLength(kMaxLength);
  setPlaceholderText(tr("demo-1, or several: demo-1, demo-2; a pasted list will do"));
  setAccessibleName(tr("Devices"));
  setToolTip(tr("Who gets the command: one device id, or several with commas, spaces or line breaks between"));
  setClearButtonEnabled(true);
  m_completer->setCaseSensitivity(Qt::CaseInsensitive);
  m_completer->setWidget(this);
  connect(this, &QLineEdit::textEdited, this, &DeviceField::offerDevices);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &DeviceField::putDevice);
}

void DeviceField::setDevices(const QStringList& devices) { setText(devices.join(QStringLiteral(", "))); }

QStringList DeviceField::devices() const {
  QStringList all = text().split(separators(), Qt::SkipEmptyParts);
  all.removeDuplicates();
  return all;
}

QString DeviceField::wordUnderCursor() const {
  if (cursorPosition() != text().size()) return {};
  return text().mid(text().lastIndexOf(separators()) + 1).trimmed();
}

void DeviceField::offerDevices() {
  const QString word = wordUnderCursor();
  const QStringList offers = word.isEmpty() ? QStringList() : m_devices.idsLike(word, kOffers);
  if (offers.isEmpty() || offers == QStringList{word}) return m_completer->popup()->hide();
  m_offers->setStringList(offers);
  m_completer->setCompletionPrefix(word);
  m_completer->complete();
}

void DeviceField::putDevice(const QString& device) {
  const QString before = text().chopped(wordUnderCursor().size());
  setText(before + device);
}

}  // namespace lk::ui
