// Publishes and receives CloudEvents with sdk-go; the expectations are in sdks.test.ts.
// Usage: program publish <url> <events as JSON> | program receive
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/cloudevents/sdk-go/v2/binding"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
)

type wanted struct {
	Mode    string
	ID      string
	Type    string
	Source  string
	Subject string
	Shop    string
	Data    json.RawMessage
}

func main() {
	if os.Args[1] == "publish" {
		publish(os.Args[2], os.Args[3])
	} else {
		receive()
	}
}

func say(facts map[string]any) {
	line, err := json.Marshal(facts)
	must(err)
	fmt.Println(string(line))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func made(from wanted) cloudevents.Event {
	event := cloudevents.NewEvent()
	event.SetID(from.ID)
	event.SetType(from.Type)
	event.SetSource(from.Source)
	event.SetSubject(from.Subject)
	event.SetExtension("shop", from.Shop)
	must(event.SetData(cloudevents.ApplicationJSON, from.Data))
	return event
}

// publish sends each event in its mode, and those of mode batch together at the end.
func publish(url string, text string) {
	var events []wanted
	must(json.Unmarshal([]byte(text), &events))
	client, err := cloudevents.NewClientHTTP()
	must(err)
	var batch []cloudevents.Event
	for _, one := range events {
		event := made(one)
		ctx := cloudevents.ContextWithTarget(context.Background(), url)
		switch one.Mode {
		case "binary":
			say(answered(client.Send(cloudevents.WithEncodingBinary(ctx), event)))
		case "structured":
			say(answered(client.Send(cloudevents.WithEncodingStructured(ctx), event)))
		default:
			batch = append(batch, event)
		}
	}
	if len(batch) == 0 {
		return
	}
	request, err := cehttp.NewHTTPRequestFromEvents(context.Background(), url, batch)
	must(err)
	response, err := http.DefaultClient.Do(request)
	must(err)
	say(map[string]any{"status": response.StatusCode})
}

func answered(result error) map[string]any {
	var answer *cehttp.Result
	if cloudevents.ResultAs(result, &answer) {
		return map[string]any{"status": answer.StatusCode}
	}
	must(result)
	return nil
}

func receive() {
	handler := func(writer http.ResponseWriter, request *http.Request) {
		message := cehttp.NewMessageFromHttpRequest(request)
		mode := message.ReadEncoding().String()
		event, err := binding.ToEvent(context.Background(), message)
		if err != nil {
			say(map[string]any{"error": err.Error()})
			writer.WriteHeader(http.StatusBadRequest)
			return
		}
		say(map[string]any{
			"mode": mode, "id": event.ID(), "type": event.Type(), "source": event.Source(),
			"subject": event.Subject(), "shop": event.Extensions()["shop"], "data": string(event.Data()),
		})
		if event.Type() != "sdk.asked" {
			writer.WriteHeader(http.StatusAccepted)
			return
		}
		reply := made(wanted{ID: "reply-" + event.ID(), Type: "sdk.answered", Source: "/sdk/go", Subject: "answer",
			Shop: "nord", Data: json.RawMessage(`{"answer":42}`)})
		must(cehttp.WriteResponseWriter(context.Background(), binding.ToMessage(&reply), http.StatusOK, writer))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	say(map[string]any{"listening": "http://" + listener.Addr().String()})
	must(http.Serve(listener, http.HandlerFunc(handler)))
}
