<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>lk::ui</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::Attention</name>
    <message numerus="yes">
        <source>The same holds for %n other device(s).</source>
        <translation>
            <numerusform>The same holds for %n other device.</numerusform>
            <numerusform>The same holds for %n other devices.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::BulkPanel</name>
    <message numerus="yes">
        <source>Choose the %Ln not done</source>
        <translation>
            <numerusform>Choose the %Ln not done</numerusform>
            <numerusform>Choose the %Ln not done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %Ln failure(s) to %1</source>
        <translation>
            <numerusform>Wrote %Ln failure to %1</numerusform>
            <numerusform>Wrote %Ln failures to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::ChecksPanel</name>
    <message numerus="yes">
        <source>%n finding(s), all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</source>
        <translation>
            <numerusform>%n finding, all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</numerusform>
            <numerusform>%n findings, all of them good. Run the checks again after a change of nginx, the firewall or the settings, or when devices stay away.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::ChecksTree</name>
    <message numerus="yes">
        <source>%n not returning</source>
        <translation>
            <numerusform>%n not returning</numerusform>
            <numerusform>%n not returning</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandForm</name>
    <message numerus="yes">
        <source>%Ln target(s)</source>
        <translation>
            <numerusform>%Ln target</numerusform>
            <numerusform>%Ln targets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second(s)</source>
        <translation>
            <numerusform>second</numerusform>
            <numerusform>seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>minute(s)</source>
        <translation>
            <numerusform>minute</numerusform>
            <numerusform>minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>hour(s)</source>
        <translation>
            <numerusform>hour</numerusform>
            <numerusform>hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>day(s)</source>
        <translation>
            <numerusform>day</numerusform>
            <numerusform>days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandLines</name>
    <message numerus="yes">
        <source>Copy %n command(s)</source>
        <translation>
            <numerusform>Copy %n command</numerusform>
            <numerusform>Copy %n commands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n command(s)</source>
        <translation>
            <numerusform>Copied %n command</numerusform>
            <numerusform>Copied %n commands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::CommandsPage</name>
    <message numerus="yes">
        <source>It hides %n command(s).</source>
        <translation>
            <numerusform>It hides %n command.</numerusform>
            <numerusform>It hides %n commands.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %Ln device(s)</source>
        <translation>
            <numerusform>Send to %Ln device</numerusform>
            <numerusform>Send to %Ln devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent to %Ln device(s)</source>
        <translation>
            <numerusform>Sent to %Ln device</numerusform>
            <numerusform>Sent to %Ln devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln command(s) again, as they were?</source>
        <translation>
            <numerusform>Send %Ln command again, as it was?</numerusform>
            <numerusform>Send %Ln commands again, as they were?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln command(s)</source>
        <translation>
            <numerusform>Send %Ln command</numerusform>
            <numerusform>Send %Ln commands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %Ln command line(s)</source>
        <translation>
            <numerusform>Copied %Ln command line</numerusform>
            <numerusform>Copied %Ln command lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln command(s) that have ended?</source>
        <translation>
            <numerusform>Forget %Ln command that has ended?</numerusform>
            <numerusform>Forget %Ln commands that have ended?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln command(s)</source>
        <translation>
            <numerusform>Forget %Ln command</numerusform>
            <numerusform>Forget %Ln commands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forgot %Ln command(s)</source>
        <translation>
            <numerusform>Forgot %Ln command</numerusform>
            <numerusform>Forgot %Ln commands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Commands are being sent: %Ln of them would not be sent.</source>
        <translation>
            <numerusform>Commands are being sent: %Ln of them would not be sent.</numerusform>
            <numerusform>Commands are being sent: %Ln of them would not be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln durable command(s) wait in this program&apos;s memory only, and would be lost.</source>
        <translation>
            <numerusform>%Ln durable command waits in this program&apos;s memory only, and would be lost.</numerusform>
            <numerusform>%Ln durable commands wait in this program&apos;s memory only, and would be lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DevicePane</name>
    <message numerus="yes">
        <source>%Ln device(s) selected</source>
        <translation>
            <numerusform>%Ln device selected</numerusform>
            <numerusform>%Ln devices selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DeviceWriter</name>
    <message numerus="yes">
        <source>Copy %n device(s)</source>
        <translation>
            <numerusform>Copy %n device</numerusform>
            <numerusform>Copy %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation>
            <numerusform>Wrote %n row to %1</numerusform>
            <numerusform>Wrote %n rows to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n device id(s)</source>
        <translation>
            <numerusform>Copied %n device id</numerusform>
            <numerusform>Copied %n device ids</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DevicesPage</name>
    <message numerus="yes">
        <source>Connected: %n device(s).</source>
        <translation>
            <numerusform>Connected: %n device.</numerusform>
            <numerusform>Connected: %n devices.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kick %Ln device(s)</source>
        <translation>
            <numerusform>Kick %Ln device</numerusform>
            <numerusform>Kick %Ln devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %Ln device(s)…</source>
        <translation>
            <numerusform>Send to %Ln device…</numerusform>
            <numerusform>Send to %Ln devices…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Close the sessions of %Ln device(s)?</source>
        <translation>
            <numerusform>Close the sessions of %Ln device?</numerusform>
            <numerusform>Close the sessions of %Ln devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kicked %Ln device(s)</source>
        <translation>
            <numerusform>Kicked %Ln device</numerusform>
            <numerusform>Kicked %Ln devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kicked %Ln device(s), %1 not connected</source>
        <translation>
            <numerusform>Kicked %Ln device, %1 not connected</numerusform>
            <numerusform>Kicked %Ln devices, %1 not connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::DrainDialog</name>
    <message numerus="yes">
        <source>Send %Ln device(s) of %1 away?</source>
        <translation>
            <numerusform>Send %Ln device of %1 away?</numerusform>
            <numerusform>Send %Ln devices of %1 away?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drain %1: send %Ln device(s) away</source>
        <translation>
            <numerusform>Drain %1: send %Ln device away</numerusform>
            <numerusform>Drain %1: send %Ln devices away</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::EventsPage</name>
    <message numerus="yes">
        <source>It hides %n event(s).</source>
        <translation>
            <numerusform>It hides %n event.</numerusform>
            <numerusform>It hides %n events.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new event(s)</source>
        <translation>
            <numerusform>%Ln new event</numerusform>
            <numerusform>%Ln new events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::MainWindow</name>
    <message numerus="yes">
        <source>The checks found %n problem(s).</source>
        <translation>
            <numerusform>The checks found %n problem.</numerusform>
            <numerusform>The checks found %n problems.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quit with %n device(s) connected?</source>
        <translation>
            <numerusform>Quit with %n device connected?</numerusform>
            <numerusform>Quit with %n devices connected?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n device(s) and quit</source>
        <translation>
            <numerusform>Disconnect %n device and quit</numerusform>
            <numerusform>Disconnect %n devices and quit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NginxPanel</name>
    <message numerus="yes">
        <source>Stop nginx, and cut up to %n device(s)?</source>
        <translation>
            <numerusform>Stop nginx, and cut up to %n device?</numerusform>
            <numerusform>Stop nginx, and cut up to %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop nginx: cut %n device(s)</source>
        <translation>
            <numerusform>Stop nginx: cut %n device</numerusform>
            <numerusform>Stop nginx: cut %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NginxPickPanel</name>
    <message numerus="yes">
        <source>Where %n device(s) connected now would go</source>
        <translation>
            <numerusform>Where %n device connected now would go</numerusform>
            <numerusform>Where %n devices connected now would go</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NodeShare</name>
    <message numerus="yes">
        <source>The cluster: %n node(s)</source>
        <translation>
            <numerusform>The cluster: %n node</numerusform>
            <numerusform>The cluster: %n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The cluster: %1 of %n node(s) answer</source>
        <translation>
            <numerusform>The cluster: %1 of %n node answer</numerusform>
            <numerusform>The cluster: %1 of %n nodes answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::NodesPage</name>
    <message numerus="yes">
        <source>Kick %Ln device(s) of %1?</source>
        <translation>
            <numerusform>Kick %Ln device of %1?</numerusform>
            <numerusform>Kick %Ln devices of %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kick %Ln device(s)</source>
        <translation>
            <numerusform>Kick %Ln device</numerusform>
            <numerusform>Kick %Ln devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%Ln connection(s)</source>
        <translation>
            <numerusform>%Ln connection</numerusform>
            <numerusform>%Ln connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Running: %n demo device(s), which report to this node and acknowledge commands.</source>
        <translation>
            <numerusform>Running: %n demo device, which report to this node and acknowledge commands.</numerusform>
            <numerusform>Running: %n demo devices, which report to this node and acknowledge commands.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::SendManyDialog</name>
    <message numerus="yes">
        <source>Send %Ln command(s)?</source>
        <translation>
            <numerusform>Send %Ln command?</numerusform>
            <numerusform>Send %Ln commands?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %Ln device(s)</source>
        <translation>
            <numerusform>Send to %Ln device</numerusform>
            <numerusform>Send to %Ln devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln payload(s) can&apos;t be sent; mend these first:</source>
        <translation>
            <numerusform>%Ln payload can&apos;t be sent; mend it first:</numerusform>
            <numerusform>%Ln payloads can&apos;t be sent; mend these first:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::TableView</name>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation>
            <numerusform>Wrote %n row to %1</numerusform>
            <numerusform>Wrote %n rows to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::TargetField</name>
    <message numerus="yes">
        <source>%Ln device(s), as chosen</source>
        <translation>
            <numerusform>%Ln device, as chosen</numerusform>
            <numerusform>%Ln devices, as chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::TracePanel</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lk::ui::TroubleBanners</name>
    <message numerus="yes">
        <source>The node is draining: %Ln connection(s) left.</source>
        <translation>
            <numerusform>The node is draining: %Ln connection left.</numerusform>
            <numerusform>The node is draining: %Ln connections left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Draining %1: %Ln connection(s) left.</source>
        <translation>
            <numerusform>Draining %1: %Ln connection left.</numerusform>
            <numerusform>Draining %1: %Ln connections left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Node lost: %1, with %Ln session(s) as last known. Its devices count as offline until they are back on another node.</source>
        <translation>
            <numerusform>Node lost: %1, with %Ln session as last known. Its devices count as offline until they are back on another node.</numerusform>
            <numerusform>Node lost: %1, with %Ln sessions as last known. Its devices count as offline until they are back on another node.</numerusform>
        </translation>
    </message>
</context>
</TS>
