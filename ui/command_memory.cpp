#include "ui/command_memory.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace lk::ui {

namespace {

constexpr qint64 kMaxTtlS = 604'800;
constexpr qint64 kMaxTimeoutS = 300;
constexpr int kVersion = 1;

QString s(const char* text) { return QString::fromUtf8(text); }

QByteArray documentOf(const char* what, const QJsonArray& items) {
  return QJsonDocument(QJsonObject{{s("version"), kVersion}, {s(what), items}}).toJson(QJsonDocument::Compact);
}

Result<QJsonArray> itemsOf(const QByteArray& json, const char* what) {
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(json, &error);
  if (error.error != QJsonParseError::NoError) {
    return Error{Error::Code::Io, error.errorString().toStdString() + " at byte " + std::to_string(error.offset)};
  }
  const QJsonObject object = document.object();
  const bool isOurs = object.value(s("version")).toInt() == kVersion && object.value(s(what)).isArray();
  if (!isOurs) return Error{Error::Code::Io, "it is of another program, or of another version of this one"};
  return object.value(s(what)).toArray();
}

const char* toText(PayloadForm form) {
  switch (form) {
    case PayloadForm::Text: break;
    case PayloadForm::Hex: return "hex";
    case PayloadForm::Json: return "json";
  }
  return "text";
}

PayloadForm formOf(const QString& text) {
  return text == QLatin1StringView("hex")    ? PayloadForm::Hex
         : text == QLatin1StringView("json") ? PayloadForm::Json
                                             : PayloadForm::Text;
}

QByteArray bytesOf(const QJsonObject& object, const char* name) {
  return QByteArray::fromBase64(object.value(s(name)).toString().toLatin1());
}

void put(QJsonObject& object, const char* name, const QByteArray& bytes) {
  if (!bytes.isEmpty()) object.insert(s(name), QString::fromLatin1(bytes.toBase64()));
}

void put(QJsonObject& object, const char* name, const QString& text) {
  if (!text.isEmpty()) object.insert(s(name), text);
}

void put(QJsonObject& object, const char* name, qint64 number) {
  if (number != 0) object.insert(s(name), number);
}

QJsonObject toJson(const CommandRecord& record) {
  const node::CommandUpdate& update = record.update;
  QJsonObject object;
  put(object, "id", update.id);
  put(object, "device", update.device);
  put(object, "first_at", record.firstAtMs);
  put(object, "at", update.atMs);
  const std::string_view status = lk::toText(update.status);
  object.insert(s("status"), QString::fromUtf8(status.data(), static_cast<qsizetype>(status.size())));
  object.insert(s("final"), update.final);
  object.insert(s("durable"), update.durable);
  put(object, "code", update.code);
  put(object, "answer", update.answer);
  put(object, "node", update.node);
  put(object, "reason", update.reason);
  put(object, "write_us", update.writeUs);
  put(object, "ack_us", update.ackUs);
  if (record.own) {
    put(object, "request", record.request.payload);
    put(object, "ttl", record.request.ttlS);
    put(object, "timeout", record.request.timeoutS);
  } else {
    put(object, "payload", update.payload);
    put(object, "size", update.payloadSize);
    if (record.payloadKnown) object.insert(s("payload_known"), true);
  }
  object.insert(s("own"), record.own);
  if (record.inMemory) object.insert(s("in_memory"), true);
  return object;
}

bool fromJson(const QJsonObject& object, CommandRecord& record) {
  node::CommandUpdate& update = record.update;
  update.id = object.value(s("id")).toString();
  update.device = object.value(s("device")).toString();
  const auto status = commandStatusFromText(object.value(s("status")).toString().toStdString());
  const bool isGood =
      !update.id.isEmpty() && update.id.size() <= 64 && isDeviceId(update.device.toStdString()) && status;
  if (!isGood) return false;
  const auto number = [&](const char* name) { return object.value(s(name)).toInteger(); };
  record.firstAtMs = number("first_at");
  update.atMs = number("at");
  update.status = *status;
  update.final = object.value(s("final")).toBool();
  update.durable = object.value(s("durable")).toBool();
  update.code = object.value(s("code")).toInt();
  update.answer = bytesOf(object, "answer");
  update.node = object.value(s("node")).toString();
  update.reason = object.value(s("reason")).toString();
  update.writeUs = number("write_us");
  update.ackUs = number("ack_us");
  record.answered = true;
  record.own = object.value(s("own")).toBool();
  record.inMemory = object.value(s("in_memory")).toBool();
  if (!record.own) {
    update.payload = bytesOf(object, "payload");
    update.payloadSize = std::max<qint64>(number("size"), update.payload.size());
    record.payloadKnown = object.value(s("payload_known")).toBool();
    return true;
  }
  node::CommandRequest& request = record.request;
  request.id = update.id;
  request.device = update.device;
  request.payload = bytesOf(object, "request");
  request.ttlS = std::clamp<qint64>(number("ttl"), 0, kMaxTtlS);
  request.timeoutS = std::clamp<qint64>(number("timeout"), 1, kMaxTimeoutS);
  update.payload = request.payload.left(256);
  update.payloadSize = request.payload.size();
  return true;
}

}  // namespace

bool isTemplateName(const QString& name) {
  return !name.isEmpty() && name.size() <= kLongestTemplateName && name == name.simplified();
}

QByteArray templatesToJson(const QList<CommandTemplate>& templates) {
  QJsonArray items;
  for (const CommandTemplate& one : templates) {
    QJsonObject object{{s("name"), one.name}, {s("form"), s(toText(one.form))}, {s("text"), one.text}};
    put(object, "ttl", one.ttlS);
    put(object, "timeout", one.timeoutS);
    items.push_back(object);
  }
  return documentOf("templates", items);
}

Result<QList<CommandTemplate>> templatesFromJson(const QByteArray& json) {
  const auto items = itemsOf(json, "templates");
  if (!items) return items.error();
  QList<CommandTemplate> templates;
  for (const QJsonValue item : *items) {
    const QJsonObject object = item.toObject();
    CommandTemplate one;
    one.name = object.value(s("name")).toString();
    one.form = formOf(object.value(s("form")).toString());
    one.text = object.value(s("text")).toString();
    one.ttlS = std::clamp<qint64>(object.value(s("ttl")).toInteger(), 0, kMaxTtlS);
    one.timeoutS = std::clamp<qint64>(object.value(s("timeout")).toInteger(10), 1, kMaxTimeoutS);
    const bool isKnown = std::ranges::any_of(templates, [&](const auto& other) { return other.name == one.name; });
    const bool isGood = isTemplateName(one.name) && one.text.size() <= kLongestTemplateText && !isKnown;
    if (isGood && templates.size() < kMostTemplates) templates.push_back(one);
  }
  return templates;
}

QByteArray historyToJson(const QList<CommandRecord>& records) {
  QList<QJsonObject> newest;
  qsizetype bytes = 0;
  for (auto record = records.crbegin(); record != records.crend() && newest.size() < kMostHistory; ++record) {
    bytes += record->own ? record->request.payload.size() : record->update.payload.size();
    if (bytes > kMostHistoryPayload) break;
    newest.push_back(toJson(*record));
  }
  QJsonArray items;
  for (auto object = newest.crbegin(); object != newest.crend(); ++object) items.push_back(*object);
  return documentOf("commands", items);
}

Result<QList<CommandRecord>> historyFromJson(const QByteArray& json) {
  const auto items = itemsOf(json, "commands");
  if (!items) return items.error();
  QList<CommandRecord> records;
  for (const QJsonValue item : *items) {
    CommandRecord record;
    if (records.size() < kMostHistory && fromJson(item.toObject(), record)) records.push_back(record);
  }
  return records;
}

}  // namespace lk::ui
