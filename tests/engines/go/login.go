package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// login is told a name, a password and the file of the certificate to trust (none without TLS): what each mechanism
// comes to, with the password and with a wrong one.
func login(ctx context.Context) {
	name, password := os.Args[3], os.Args[4]
	for _, mechanism := range []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"} {
		right := attempt(ctx, mechanism, name, password)
		wrong := attempt(ctx, mechanism, name, password+"x")
		say(map[string]any{
			"mechanism": mechanism,
			"in":        right == nil,
			"refused":   errors.Is(wrong, kerr.SaslAuthenticationFailed),
		})
	}
}

func attempt(ctx context.Context, mechanism, name, password string) error {
	options := []kgo.Opt{kgo.SASL(saslOf(mechanism, name, password)), kgo.RequestRetries(0)}
	if len(os.Args) > 5 {
		options = append(options, kgo.DialTLSConfig(trusting(os.Args[5])))
	}
	made := client(options...)
	defer made.Close()
	return made.Ping(ctx)
}

func saslOf(mechanism, name, password string) sasl.Mechanism {
	switch mechanism {
	case "PLAIN":
		return plain.Auth{User: name, Pass: password}.AsMechanism()
	case "SCRAM-SHA-256":
		return scram.Auth{User: name, Pass: password}.AsSha256Mechanism()
	default:
		return scram.Auth{User: name, Pass: password}.AsSha512Mechanism()
	}
}

func trusting(file string) *tls.Config {
	pem, err := os.ReadFile(file)
	must(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &tls.Config{RootCAs: pool, ServerName: "localhost"}
}
